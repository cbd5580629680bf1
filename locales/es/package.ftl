### Palabras de lo que se entrega: el tomo de los documentos de origen, la carta y el recibo, la página de inicio.

## Tomo de los documentos de origen
volume-title = Documentos de origen
volume-subtitle = Los documentos en que se apoya su segunda opinión, página por página
volume-intro = Este tomo reúne los documentos en que se apoya la segunda opinión, cada uno detrás de una portadilla. Las páginas se ven como las recibimos; solo es nueva una franja al pie, que dice de qué documento se trata. Si algo se cambió o se dejó fuera, la portadilla lo dice.
volume-note-standard = Los documentos conservan su propia forma y por eso tal vez no cumplan las normas de accesibilidad; el cuadernillo sí las cumple. Si no puede leer una página, llame a quien coordina el caso.
volume-contents = Contenido
volume-column-record = Documento
volume-column-date = Fecha
volume-column-title = Título
volume-column-provider = Procedencia
volume-column-page = Página
volume-findings-title = En qué se apoya cada hallazgo
volume-findings-intro = Cada hallazgo de la segunda opinión y los documentos en que se apoya. El enlace lleva a la página.
volume-column-finding = Hallazgo
volume-column-sources = Se apoya en
volume-page-link = { $record }, página { $page }

## Portadilla de cada documento
divider-kicker = Documento { $record }
divider-date = Fecha del documento
divider-provider = Procedencia
divider-received = Recibido
divider-pages = Páginas
divider-pages-value = { $count ->
    [one] { $count } página
   *[other] { $count } páginas
}
divider-language = Idioma
divider-quality = Calidad para esta revisión
divider-original = Material original
divider-used-for = Para qué se usó
divider-used-for-nothing = Leído; ningún hallazgo se apoya en él
divider-file = Archivo original en el paquete
divider-digest = SHA-256 del original
divider-identity = Nombre que figura en el documento

## En cada página de un documento
stamp = { $record } · página { $page } de { $pages }
stamp-volume = Documentos de origen, página { $page }
page-alt = Página { $page } de { $pages } del documento { $record }, { $title }, { $provider }, { $date }. La página es una imagen del documento tal como se recibió; el archivo original es { $file } y está en el paquete.
picture-alt = Imagen { $page } de { $pages } del documento { $record }, { $title }, { $provider }, { $date }. La imagen se muestra tal como se recibió; el archivo original es { $file } y está en el paquete.
frame-alt = Imagen { $frame } de { $frames } ({ $modality }) del documento { $record }, { $title }, { $provider }, { $date }. El archivo original, con todas las imágenes en su calidad completa, es { $file } y está en el paquete.
frame-caption = Imagen { $frame } de { $frames }
frame-window = centro de ventana { $centre }, ancho { $width }
frames-shown = Aquí se muestran { $shown } de { $of } imágenes; todas están en el archivo original.
first-frame-shown = Es una imagen en movimiento. Aquí se muestra la primera imagen; la secuencia completa está en el archivo original.

## Un documento que se adjunta entero y no se imprime
attached-title = Este documento no está impreso aquí
attached-where = El archivo original completo está en el paquete: { $file }.
attached-encrypted = El archivo está protegido con una contraseña.
attached-damaged = El archivo está dañado y no hay seguridad de mostrar bien sus páginas.
attached-xfa = Es un formulario que solo arma sus páginas al abrirse en ciertos programas (XFA).
attached-form-without-look = Es un formulario que no indica cómo se ve en la página lo que se escribió en él. Al imprimirlo podría faltar una parte.
attached-video = Es un video.
attached-nothing-to-show = Contiene datos, pero ninguna página ni imagen.
attached-too-large = Es demasiado grande para imprimirlo aquí.
attached-too-slow = Preparar sus páginas tardaría demasiado.
attached-packing = Sus imágenes están guardadas de una forma que no se puede mostrar aquí.
attached-kind = Es un tipo de archivo que no se puede imprimir en páginas.
attached-letters = Está escrito con letras que aquí no se pueden imprimir.
attached-unreadable = El archivo no se pudo leer.
attached-no-file = El caso no nombra ningún archivo para este documento.
withheld-records = { $sex ->
    [female] { $count ->
        [one] { $count } documento no está en este paquete, porque la paciente no autorizó entregarlo a este destinatario.
       *[other] { $count } documentos no están en este paquete, porque la paciente no autorizó entregarlos a este destinatario.
    }
   *[other] { $count ->
        [one] { $count } documento no está en este paquete, porque el paciente no autorizó entregarlo a este destinatario.
       *[other] { $count } documentos no están en este paquete, porque el paciente no autorizó entregarlos a este destinatario.
    }
}

## Lo que se quitó de la copia
removed-title = Lo que se quitó de esta copia
removed-intro = Las páginas se ven como antes. Estas cosas no funcionan en papel o podrían causar daño, y se quitaron; el archivo original las conserva.
removed-scripts = { $count ->
    [one] { $count } script (un programa pequeño)
   *[other] { $count } scripts (programas pequeños)
}
removed-actions = { $count ->
    [one] { $count } acción que abre un programa o envía datos
   *[other] { $count } acciones que abren programas o envían datos
}
removed-links = { $count ->
    [one] { $count } enlace
   *[other] { $count } enlaces
}
removed-attachments = { $count ->
    [one] { $count } archivo adjunto
   *[other] { $count } archivos adjuntos
}
removed-hidden-layers = { $count ->
    [one] { $count } capa oculta que no se mostraba
   *[other] { $count } capas ocultas que no se mostraban
}
removed-media = { $count ->
    [one] { $count } objeto de sonido, video o 3D
   *[other] { $count } objetos de sonido, video o 3D
}
removed-comments = { $count ->
    [one] { $count } comentario que no tiene lugar en la página
   *[other] { $count } comentarios que no tienen lugar en la página
}
flattened-form = { $count ->
    [one] { $count } campo de formulario ahora es parte de la página
   *[other] { $count } campos de formulario ahora son parte de la página
}
flattened-notes = { $count ->
    [one] { $count } nota o marca ahora es parte de la página
   *[other] { $count } notas y marcas ahora son parte de la página
}

## Documentos que son datos y se imprimen como texto
text-document-date = Fecha del documento
text-author = Escrito por
text-custodian = Conservado por
text-patient = Paciente
text-birth-date = Fecha de nacimiento
text-identifier = Identificador
text-recipient = Dirigido a
text-parts-left-out = { $count ->
    [one] { $count } parte del archivo no se puede imprimir; está en el original.
   *[other] { $count } partes del archivo no se pueden imprimir; están en el original.
}
listing-date = Fecha
listing-what = Concepto
listing-value = Valor
listing-status = Estado
resource-condition = Problema de salud
resource-observation = Medición u observación
resource-medication-request = Receta
resource-procedure = Procedimiento
resource-encounter = Consulta u hospitalización
resource-immunization = Vacuna
resource-allergy-intolerance = Alergia o intolerancia
resource-diagnostic-report = Informe de estudio
resource-document-reference = Documento
resource-care-plan = Plan de atención

## En el cuadernillo, sección “Documentación revisada”
records-volume-note = Los documentos mismos están en el archivo { $file }; los enlaces llevan allí.
fact-record-itself = El documento
source-open = abrir
source-page = página { $page }
records-volume-open = Abrir el documento

## Entrega: carta y recibo
delivery-title = Entrega de su segunda opinión
delivery-title-other = Entrega de una segunda opinión
receipt-title = Recibo de entrega
receipt-intro = Esta hoja enumera lo que se entregó. El número largo junto a cada archivo (SHA-256) es como su huella digital: con él, cualquiera puede comprobar que el archivo es el que se nombra aquí.
receipt-package = Paquete
receipt-recipient = Destinatario
receipt-language = Idioma
receipt-date = Fecha
receipt-contents = Lo que se entregó
receipt-column-file = Archivo
receipt-column-pages = Páginas
receipt-column-digest = SHA-256
receipt-received-by = Recibido por (nombre en letra de imprenta)
receipt-signature = Firma
receipt-on = Fecha de recepción
receipt-how = Forma de entrega
receipt-by-hand = En persona
receipt-by-mail = Por correo postal
receipt-by-portal = Por el portal en línea
receipt-return = Por favor, firme esta hoja y devuélvala a quien coordina el caso.
recipient-patient = Paciente
recipient-treating-physician = { $sex ->
    [female] Médica tratante
   *[other] Médico tratante
}
recipient-other = Otro destinatario

## Página de inicio del paquete
start-title = Segunda opinión médica
start-languages = Idiomas
start-skip = Ir a los documentos en español
start-heading = Documentos en español
start-intro = Esta carpeta contiene los documentos de una segunda opinión. Elija abajo un documento para abrirlo. Sirve cualquier programa que muestre archivos PDF.
start-on-this-page = En esta página
start-case = Caso
start-version = Versión
start-confidential = Información de salud confidencial. Guárdela en un lugar seguro y compártala solo con personas de su confianza.
start-draft = Borrador
start-draft-note = Estos documentos todavía no están aprobados. Por favor, no tome ninguna decisión con base en ellos.
start-documents-title = Documentos de la segunda opinión
start-documents-intro = Empiece por el primero.
start-column-document = Documento
start-column-pages = Páginas
start-column-size = Tamaño
start-records-title = Documentos de origen
start-records-intro = Estos son los documentos que se leyeron para la segunda opinión.
start-records-intro-volume = Estos son los documentos que se leyeron para la segunda opinión. De cada uno puede ver las páginas o abrir el archivo original que recibimos. Algunos archivos originales necesitan un programa especial.
start-volume = Todos los documentos de origen en un solo archivo
start-column-record = Documento
start-column-date = Fecha
start-column-open = Abrir
start-open-page = Ver las páginas
start-open-original = Archivo original
start-no-file = Sin archivo
start-no-records = Este paquete no contiene documentos de origen.
start-check-title = Cómo comprobar que nada ha cambiado
start-check-intro = No hace falta hacer esto para leer los documentos. Cualquier persona que sepa de computación puede hacerlo por usted, en dos pasos. En cada uno se abre una ventana de comandos en esta carpeta y se escribe la línea.
start-check-files = Los archivos. Esta línea revisa cada archivo de la carpeta y dice si es el que nosotros hicimos:
start-check-files-mac = En una Mac, escriba esta línea:
start-check-signatures = Las firmas. Con el programa Opine, esta línea dice quién firmó un documento y si se cambió después. El archivo roots.pem indica en quién confiar; puede pedírselo a quien coordina el caso:
start-check-result = Si un archivo cambió o falta, no se fíe de él. Llámenos y se lo enviaremos de nuevo.
start-contact-title = A quién llamar
start-contact-intro = Si no puede abrir un documento o si algo no le queda claro, llame, por favor. Ninguna pregunta está de más.
start-phone = Teléfono
start-hours = Horario
start-email = Correo electrónico
start-top = Volver arriba
start-letter = Carta y recibo de entrega
