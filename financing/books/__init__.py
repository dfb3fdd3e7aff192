"""The books: the facts about money, and everything that follows from them. Pure: no database, no clock.

`facts` holds what people enter; `engine` makes budget lines of it, `closing` keeps closed months, `cover` and `pools`
answer the other two listings. Days are `datetime.date`; months are whole numbers (`calendar`); amounts are cents.
"""
