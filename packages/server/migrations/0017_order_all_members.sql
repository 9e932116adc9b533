-- no-transaction
-- Each batch is a transaction of its own (0016).
call order_all_members();
