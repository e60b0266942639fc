-- The lab's application database, as an administrator would prepare it for change data capture. Can be run again.
-- Least grants: the connector's role may replicate, read one table and nothing else; the publication names that table.
CREATE TABLE IF NOT EXISTS public.orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer text NOT NULL,
  amount numeric(12, 2) NOT NULL,
  status text NOT NULL DEFAULT 'new',
  note text
);
INSERT INTO public.orders (customer, amount)
  SELECT 'customer-' || n, n FROM generate_series(1, 20) AS n
  WHERE NOT EXISTS (SELECT FROM public.orders);
ALTER ROLE debezium REPLICATION;
GRANT CONNECT ON DATABASE app TO debezium;
GRANT USAGE ON SCHEMA public TO debezium;
GRANT SELECT ON public.orders TO debezium, observer;
SELECT 'CREATE PUBLICATION debezium_orders FOR TABLE public.orders'
  WHERE NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'debezium_orders') \gexec
