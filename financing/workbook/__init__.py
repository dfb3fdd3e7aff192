"""The finance workbook (*werkmap*): in, out and empty [formats, "In"]. Pure: files and facts, no database.

`read` turns an .xlsx or a folder of CSV files into cells, `parse` cells into values, `check` looks at the whole, and
`load` does all three and gives a `Book`; `write` gives a book back in the same form, `template` an empty one.
"""
