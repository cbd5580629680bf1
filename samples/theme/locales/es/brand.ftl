### Palabras del hospital Port Aurelia. Cada mensaje reemplaza por completo el del programa.

title-booklet = Cuadernillo Aurelia
alt-logo = Logotipo de { $name }: dos velas sobre el agua
sponsored-by = En colaboración con { $name }
notice-confidential = { $sex ->
    [female] Documento médico confidencial, solo para la paciente y el médico tratante. Si lo encuentra, devuélvanoslo, por favor.
   *[other] Documento médico confidencial, solo para el paciente y el médico tratante. Si lo encuentra, devuélvanoslo, por favor.
}
