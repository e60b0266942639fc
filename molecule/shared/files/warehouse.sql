-- The database of the second region, as an administrator would prepare it for a sink. Can be run again.
-- The table has the columns of the first region's; its keys come with the rows. Least grants: rows, nothing else.
CREATE TABLE IF NOT EXISTS public.orders (
  id bigint PRIMARY KEY,
  customer text NOT NULL,
  amount numeric(12, 2) NOT NULL,
  status text NOT NULL,
  note text
);
GRANT CONNECT ON DATABASE app TO warehouse;
GRANT USAGE ON SCHEMA public TO warehouse;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.orders TO warehouse;
GRANT SELECT ON public.orders TO observer;
