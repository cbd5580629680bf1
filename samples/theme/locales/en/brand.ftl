### The words of Port Aurelia University Hospital. Each message takes the place of the built-in one as a whole.

title-booklet = Port Aurelia booklet
alt-logo = Logo of { $name }: two sails over water
sponsored-by = In partnership with { $name }
notice-confidential = Confidential medical document, for the patient and the treating physician only. If you have found it, please return it to the hospital.
