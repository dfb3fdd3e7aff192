"""DUO's registers of school locations, as they are delivered.

`registers` says what stands in them and `reading` turns a file into rows or errors, both without a database. `report` and `job` stand
above the action that takes a release in (`schools.actions.register`): what it changed in words, and the import as long work.
"""
