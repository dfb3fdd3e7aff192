"""Forms of money: choosing a period, entering facts, dividing hours, closing, and the workbook."""
