"""The demo world: the real schools of Zwolle with invented people, children and questions, made by calling the actions.

`schools` is the map, `staff` who works where, `stories` what happened to each child, `words` and `names` what is said and how
people are called: none of these knows the database. `build` plays them: everything is recorded by the person who would have
done it, on the day on which it would have happened. The same day and seed make the same world [issue 2, point 6].
"""
