### Lo que se dice de otro modo en España.

specialty-allergy-immunology = Alergología
    .inline = alergología
specialty-anesthesiology = Anestesiología y reanimación
    .inline = anestesiología y reanimación
specialty-emergency-medicine = Medicina de urgencias y emergencias
    .inline = medicina de urgencias y emergencias
specialty-family-medicine = Medicina familiar y comunitaria
    .inline = medicina familiar y comunitaria
specialty-gastroenterology = Aparato digestivo
    .inline = aparato digestivo
specialty-general-surgery = Cirugía general y del aparato digestivo
    .inline = cirugía general y del aparato digestivo
specialty-gynecology-obstetrics = Obstetricia y ginecología
    .inline = obstetricia y ginecología
specialty-hematology = Hematología y hemoterapia
    .inline = hematología y hemoterapia
specialty-infectious-diseases = Enfermedades infecciosas
    .inline = enfermedades infecciosas
specialty-orthopedic-surgery = Cirugía ortopédica y traumatología
    .inline = cirugía ortopédica y traumatología
specialty-palliative-medicine = Cuidados paliativos
    .inline = cuidados paliativos
specialty-pathology = Anatomía patológica
    .inline = anatomía patológica
specialty-plastic-surgery = Cirugía plástica, estética y reparadora
    .inline = cirugía plástica, estética y reparadora
specialty-radiology = Radiodiagnóstico
    .inline = radiodiagnóstico
specialty-vascular-surgery = Angiología y cirugía vascular
    .inline = angiología y cirugía vascular
role-treating-physician =
    { $sex ->
        [female] Médica responsable
       *[other] Médico responsable
    }
    .inline =
        { $sex ->
            [female] médica responsable
           *[other] médico responsable
        }
question-topic-cost = Coste y acceso
    .inline = coste y acceso
amendment-kind-replaces = Sustituye a la versión anterior
    .inline = sustituye a la versión anterior
