# What is wrong with a value that does not fit the schema of the API. A key may be followed by the name of a type.

input-type = The value is not of the type { $type }: the schema describes its form.
input-type-boolean = A yes or a no is needed: write true or false, without quotes.
input-type-cup = The project code does not have the expected form: write its 15 characters, for instance J14E21000330001.
input-type-currency-code = The currency does not have the expected form: write its code of three capital letters, for instance EUR.
input-type-date = The date does not have the expected form: write it as in this example: 2026-11-30
input-type-date-time = The instant does not have the expected form: write it with its offset, as in this example: 2026-11-30T09:00:00Z
input-type-decimal = A decimal number is written as text, in quotes and with a point, as in this example: "1140734.99"
input-type-email-address = The mail address does not have the expected form: write it as in this example: name@body.it
input-type-html = HTML cannot be sent: write the text in Markdown.
input-type-id = An identifier is needed: use the one that came from the API, in quotes.
input-type-int = A whole number is needed, without quotes, between -2147483648 and 2147483647.
input-type-local-date-time = The date with its time does not have the expected form: write it without offset, as in this example: 2026-11-30T10:00
input-type-locale = The language is not recognised: give its code, for instance it or en.
input-type-string = A text is needed, in quotes.
input-type-time-zone = The time zone is not recognised: give its name, for instance Europe/Rome.
input-type-url = The address does not have the expected form: write it in full, beginning with https://
input-choice = The value is not one of those allowed: choose one of those listed in the schema.
input-missing = A required value is missing: give it.
input-unknown = This field does not exist here: check its name in the schema.
input-one-of = Exactly one of the fields must be given, with a value: take the others away or add the one that is missing.
