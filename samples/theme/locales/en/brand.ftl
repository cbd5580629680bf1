### The words of Port Aurelia University Hospital. Each message takes the place of the built-in one as a whole.

title-booklet = Aurelia booklet
alt-logo = Logo of { $name }: two sails over water
sponsored-by = In partnership with { $name }
notice-confidential = Confidential medical document, for the patient and the treating physician only. If you find it, please return it to us.
