# Documents: kinds of files, who may read them, sizes, and why a file is refused.

file-kind-pdf = PDF
file-kind-odt = OpenDocument text
file-kind-ods = OpenDocument spreadsheet
file-kind-docx = Word document
file-kind-xlsx = Excel spreadsheet
file-kind-png = PNG image
file-kind-jpeg = JPEG image
file-kind-text = Text
file-kind-csv = CSV table
file-kind-p7m = Signed file (P7M)
file-kind-asic-e = Signed container (ASiC-E)
file-kind-asic-s = Signed container (ASiC-S)

document-visibility-public = Public
document-visibility-members = For members of the table
document-visibility-reserved = Reserved

document-size-bytes = { $number } bytes
document-size-kilobytes = { $number } kB
document-size-megabytes = { $number } MB

page-document-details = { $kind }, { $size }
page-document-version = version { $number }

refusal-content-type-mismatch = The content of the file is not what its name says: open the file, save it again in the right format and ask for a new address to send it to.
refusal-content-type-mismatch-media-type = The type does not match the extension of the name: declare the type of the file as it is, for instance application/pdf for a name that ends in .pdf.
refusal-too-large = The file is too large: send one of at most { $max }.
refusal-blank-size-bytes = The file is empty: choose one with content.
refusal-link-used-upload = This address has already received a file or has expired: ask for a new one and send the file there.
refusal-link-used-upload-id = The file was sent too long ago: ask for a new address and send it again.
refusal-illegal-attach-document = Only a file that has arrived in full, and that is attached to nothing yet, can be attached: send it to its address first, or ask for a new one.
refusal-format-file-name = The name of the file is not allowed: use letters, digits, spaces, hyphens and full stops only, without folders and without names that a system keeps for itself.
refusal-format-file-kind = This kind of file is not taken: send a PDF, ODT, ODS, DOCX, XLSX, PNG, JPEG, TXT or CSV file, or a signed one (P7M, ASICE, ASICS).
refusal-format-announced-size = The file does not have the announced length: send it complete, with a Content-Length equal to the size that was announced.
refusal-control-character-file-name = The name of the file contains invisible characters: rename the file and try again.
refusal-foreign-visibility = A commitment belongs to no table, so its documents cannot be for members: choose public or reserved.
refusal-too-long-uploads = Too many files are waiting: attach those that have arrived or wait for an hour. At most { $max } can be open.
refusal-too-long-documents = There are too many documents here: at most { $max } are possible.
refusal-too-long-versions = The document has too many versions: at most { $max } are possible. Attach a new document.
