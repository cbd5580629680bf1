### Lo que se dice de otro modo en México.

specialty-emergency-medicine = Medicina de urgencias
    .inline = medicina de urgencias
specialty-orthopedic-surgery = Ortopedia y traumatología
    .inline = ortopedia y traumatología
specialty-pathology = Anatomía patológica
    .inline = anatomía patológica
specialty-radiation-oncology = Radiooncología
    .inline = radiooncología
recommendation-type-referral = Referencia
    .inline = referencia
