### Lo que se dice de otro modo en España, en lo que se entrega.

attached-video = Es un vídeo.
removed-media = { $count ->
    [one] { $count } objeto de sonido, vídeo o 3D
   *[other] { $count } objetos de sonido, vídeo o 3D
}
start-check-intro = No hace falta hacer esto para leer los documentos. Cualquier persona que sepa de informática puede hacerlo por usted, en dos pasos. En cada uno se abre una ventana de comandos en esta carpeta y se escribe la línea.
start-check-files-mac = En un Mac, escriba esta línea:
