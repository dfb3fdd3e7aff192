-- Only where tests run, after roles.sql: tests connect as ot_owner, make databases of their own and lower themselves.
alter role ot_owner createdb;
grant ot_look, ot_case, ot_figures_look, ot_figures, ot_money_look, ot_money,
      ot_people_look, ot_people, ot_privacy_look, ot_privacy, ot_web, ot_worker
   to ot_owner with inherit false, set true;
