### What Canadian English says differently.

specialty-pulmonology = Respirology
    .inline = respirology
specialty-clinical-genetics = Medical genetics
    .inline = medical genetics
specialty-physical-medicine-rehabilitation = Physiatry (physical medicine and rehabilitation)
    .inline = physiatry (physical medicine and rehabilitation)
