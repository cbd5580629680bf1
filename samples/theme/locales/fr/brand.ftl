### Mots de l’hôpital Port Aurelia. Chaque message remplace en entier celui du programme.

title-booklet = Livret Aurelia
alt-logo = Logo de { $name } : deux voiles au-dessus de l’eau
sponsored-by = En partenariat avec { $name }
notice-confidential = { $sex ->
    [female] Document médical confidentiel, réservé à la patiente et au médecin traitant. Si vous le trouvez, merci de nous le rendre.
   *[other] Document médical confidentiel, réservé au patient et au médecin traitant. Si vous le trouvez, merci de nous le rendre.
}
