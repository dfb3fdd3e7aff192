-- The roles of the program and its database. Run with psql, once per PostgreSQL cluster and again after each upgrade of
-- the program, by a role that may CREATE ROLE and CREATE DATABASE (no superuser is needed):
--
--     psql -v ON_ERROR_STOP=1 -d postgres -f zwolle_ot/launch/roles.sql
--
-- It only adds what is missing. Passwords are the operator's: \password ot_owner, \password ot_web, \password ot_worker.

select format('create role %I %s noinherit', role, kind)
from (values
    ('ot_owner', 'login'),            -- owns all tables; migrates
    ('ot_web', 'login'),              -- web processes: tables of sign-in, and the ten roles below for one transaction each
    ('ot_worker', 'login'),           -- Celery worker and beat: all rows, through a policy
    -- A hat has two roles, so that PostgreSQL itself refuses a page view that writes: looking and writing.
    ('ot_look', 'nologin'), ('ot_case', 'nologin'),                     -- team and desk
    ('ot_figures_look', 'nologin'), ('ot_figures', 'nologin'),          -- figures
    ('ot_money_look', 'nologin'), ('ot_money', 'nologin'),              -- money
    ('ot_people_look', 'nologin'), ('ot_people', 'nologin'),            -- people and organisations
    ('ot_privacy_look', 'nologin'), ('ot_privacy', 'nologin')           -- privacy
) as wanted (role, kind)
where not exists (select from pg_roles where rolname = role)
\gexec

grant ot_look, ot_case, ot_figures_look, ot_figures, ot_money_look, ot_money,
      ot_people_look, ot_people, ot_privacy_look, ot_privacy
   to ot_web with inherit false, set true;
-- What is drawn ahead of readers of figures is drawn with their rights.
grant ot_figures_look to ot_worker with inherit false, set true;

-- One who may create roles but is no superuser can give a database only to a role of his own.
grant ot_owner to current_user with set true;

select 'create database ot owner ot_owner' where not exists (select from pg_database where datname = 'ot')
\gexec

revoke connect, temporary on database ot from public;
grant connect on database ot to ot_owner, ot_web, ot_worker;
grant temporary on database ot to ot_worker;  -- imports go through a staging table
