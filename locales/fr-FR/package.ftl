### Ce qui se dit autrement en France, dans ce qui est remis.

receipt-received-by = Reçu par (nom en capitales)
start-draft = Projet
start-hours = Horaires
