-- Schema version 12: registers: enforcement, abnormal applications, inspections, public credit, submissions, powers, finance,
-- commercialisation, overseas disputes, service items, visits, experts, agreements.
--
-- Columns as in schema.sql: every row has its document and is visible at release r when since <= r and r < until. Money is in
-- millionths of 10,000 CNY. Nobody is named; the key of an enterprise is there to count each once, and is not served.

CREATE TABLE enforcement_conduct ( -- one line of the form of cases by conduct
  conduct TEXT NOT NULL,                                                        -- the kind of conduct
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  line INTEGER NOT NULL CHECK (line >= 0),                                      -- its line in the form
  conduct_group TEXT NOT NULL,                                                  -- the group of lines it stands in
  basis_zh TEXT,                                                                -- the articles the form names
  basis_en TEXT,                                                                -- the same in English
  confidence TEXT NOT NULL CHECK (confidence IN ('stated', 'verified', 'unverified')), -- how sure the line is
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (conduct, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE enforcement_case ( -- one administrative case, by its decision; no party is named
  enforcement_case INTEGER NOT NULL REFERENCES code (code_id),                  -- the case
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- authority that decided
  org_level TEXT NOT NULL,                                                      -- level of that authority
  ip_type TEXT NOT NULL,                                                        -- right concerned
  conduct TEXT NOT NULL,                                                        -- kind of conduct
  enforcement_procedure TEXT NOT NULL,                                          -- procedure it was decided in
  mediated TEXT NOT NULL CHECK (mediated IN ('yes', 'no')),                     -- a mediation was reached
  e_commerce TEXT NOT NULL,                                                     -- conduct in e-commerce
  foreign_related TEXT NOT NULL,                                                -- a foreign party or right
  case_value_e6 INTEGER CHECK (case_value_e6 BETWEEN 0 AND 9200000000000000000), -- value of the case, 10,000 CNY
  fine_e6 INTEGER CHECK (fine_e6 BETWEEN 0 AND 9200000000000000000),            -- fine, 10,000 CNY
  confiscation_e6 INTEGER CHECK (confiscation_e6 BETWEEN 0 AND 9200000000000000000), -- confiscated, 10,000 CNY
  recovered_e6 INTEGER CHECK (recovered_e6 BETWEEN 0 AND 9200000000000000000),  -- loss recovered, 10,000 CNY
  recovered_foreign_e6 INTEGER CHECK (recovered_foreign_e6 BETWEEN 0 AND 9200000000000000000), -- of it for foreign firms, 10,000 CNY
  filed_on INTEGER,                                                             -- day it was opened
  decided_on INTEGER NOT NULL,                                                  -- day of the decision, by which it counts
  published_on INTEGER,                                                         -- day the decision was made public
  transferred TEXT NOT NULL CHECK (transferred IN ('yes', 'no')),               -- handed to the judiciary
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (enforcement_case, since), CHECK (since < until),
  CHECK (filed_on <= decided_on),
  CHECK (recovered_foreign_e6 <= recovered_e6)
) STRICT, WITHOUT ROWID;
CREATE INDEX enforcement_case_by_region_decided_on ON enforcement_case (region, decided_on);
CREATE INDEX enforcement_case_by_decided_on ON enforcement_case (decided_on);
CREATE INDEX enforcement_case_by_document ON enforcement_case (document);
-- Rows of drafts and rows that ended are few, and each load looks for them.
CREATE INDEX enforcement_case_drafts ON enforcement_case (since) WHERE since >= 1099511627776;
CREATE INDEX enforcement_case_ended ON enforcement_case (until) WHERE until < 9223372036854775807;

CREATE TABLE abnormal_batch ( -- one campaign against abnormal patent applications
  abnormal_batch INTEGER NOT NULL REFERENCES code (code_id),                    -- the batch
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  year INTEGER NOT NULL CHECK (year >= 0),                                      -- year of the campaign
  number INTEGER NOT NULL CHECK (number >= 0),                                  -- its number in the year
  announced_on INTEGER,                                                         -- day the list came
  listed INTEGER CHECK (listed >= 0),                                           -- applications listed, NULL: not published
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (abnormal_batch, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE abnormal_withdrawal ( -- how many of a run of batches were withdrawn by a day
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  year INTEGER NOT NULL CHECK (year >= 0),                                      -- year of the batches
  first_batch INTEGER NOT NULL CHECK (first_batch >= 0),                        -- first batch of the run
  last_batch INTEGER NOT NULL CHECK (last_batch >= 0),                          -- last batch of the run
  as_of INTEGER NOT NULL,                                                       -- state on this day
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  listed INTEGER CHECK (listed >= 0),                                           -- applications of these batches
  withdrawn INTEGER CHECK (withdrawn >= 0),                                     -- withdrawn of them
  rate_e6 INTEGER CHECK (rate_e6 BETWEEN 0 AND 9200000000000000000),            -- share withdrawn as published, percent
  rate_decimals INTEGER CHECK (rate_decimals BETWEEN 0 AND 6),                  -- as published
  rank INTEGER CHECK (rank >= 0),                                               -- place in the country as published
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (region, year, first_batch, last_batch, as_of, since), CHECK (since < until),
  CHECK (first_batch <= last_batch),
  CHECK (withdrawn <= listed),
  CHECK ((rate_e6 IS NULL) = (rate_decimals IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection ( -- one inspection of an agency or business
  inspection INTEGER NOT NULL REFERENCES code (code_id),                        -- the inspection
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  inspected_kind TEXT NOT NULL,                                                 -- what was inspected
  agency INTEGER REFERENCES code (code_id),                                     -- the agency of the register, NULL: not one
  campaign TEXT,                                                                -- campaign it was part of
  drawn TEXT NOT NULL CHECK (drawn IN ('yes', 'no')),                           -- drawn at random
  inspected_on INTEGER NOT NULL,                                                -- day of the inspection
  inspection_result TEXT NOT NULL,                                              -- what was found
  published_on INTEGER,                                                         -- day the result was made public
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (inspection, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX inspection_by_inspected_on ON inspection (inspected_on);
CREATE INDEX inspection_by_agency ON inspection (agency);
CREATE INDEX inspection_by_document ON inspection (document);
CREATE INDEX inspection_drafts ON inspection (since) WHERE since >= 1099511627776;
CREATE INDEX inspection_ended ON inspection (until) WHERE until < 9223372036854775807;

CREATE TABLE agency_interview ( -- one interview of an agency
  agency_interview INTEGER NOT NULL REFERENCES code (code_id),                  -- the interview
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  inspected_kind TEXT NOT NULL,                                                 -- kind of subject
  agency INTEGER REFERENCES code (code_id),                                     -- the agency of the register, NULL: not one
  campaign TEXT,                                                                -- campaign it was part of
  held_on INTEGER NOT NULL,                                                     -- day it was held
  interview_reason TEXT NOT NULL,                                               -- why
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (agency_interview, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_interview_by_held_on ON agency_interview (held_on);
CREATE INDEX agency_interview_by_agency ON agency_interview (agency);
CREATE INDEX agency_interview_by_document ON agency_interview (document);
CREATE INDEX agency_interview_drafts ON agency_interview (since) WHERE since >= 1099511627776;
CREATE INDEX agency_interview_ended ON agency_interview (until) WHERE until < 9223372036854775807;

CREATE TABLE enforcement_lead ( -- one lead that was received and checked
  enforcement_lead INTEGER NOT NULL REFERENCES code (code_id),                  -- the lead
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  lead_kind TEXT NOT NULL,                                                      -- what is suspected
  origin TEXT NOT NULL,                                                         -- where it came from
  received_on INTEGER NOT NULL,                                                 -- day it came
  checked_on INTEGER,                                                           -- day it was checked, NULL: not yet
  lead_result TEXT,                                                             -- what the check found
  penalised TEXT CHECK (penalised IN ('yes', 'no')),                            -- a penalty followed
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (enforcement_lead, since), CHECK (since < until),
  CHECK (received_on <= checked_on),
  CHECK ((checked_on IS NULL) = (lead_result IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX enforcement_lead_by_received_on ON enforcement_lead (received_on);
CREATE INDEX enforcement_lead_by_document ON enforcement_lead (document);
CREATE INDEX enforcement_lead_drafts ON enforcement_lead (since) WHERE since >= 1099511627776;
CREATE INDEX enforcement_lead_ended ON enforcement_lead (until) WHERE until < 9223372036854775807;

CREATE TABLE credit_catalogue_item ( -- one kind of information that is to be given to the credit platform
  credit_catalogue_item INTEGER NOT NULL REFERENCES code (code_id),             -- the item
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- whose catalogue
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  department INTEGER REFERENCES code (code_id),                                 -- who gives it
  basis_zh TEXT,                                                                -- its legal basis
  basis_en TEXT,                                                                -- the same in English
  reporting_cycle TEXT,                                                         -- how often
  open TEXT CHECK (open IN ('yes', 'no')),                                      -- open to the public
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (credit_catalogue_item, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_push ( -- one period of one item, given to the credit platform
  credit_catalogue_item INTEGER NOT NULL REFERENCES code (code_id),             -- what was given
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- who gave it
  freq TEXT NOT NULL,                                                           -- for which period
  ends_on INTEGER NOT NULL,                                                     -- its last day
  starts_on INTEGER NOT NULL,                                                   -- its first day
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  due_on INTEGER NOT NULL,                                                      -- last day for it
  pushed_on INTEGER,                                                            -- day it was given, NULL: not yet
  records INTEGER CHECK (records >= 0),                                         -- records given
  rejected INTEGER CHECK (rejected >= 0),                                       -- of them refused by the platform
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (credit_catalogue_item, region, freq, ends_on, starts_on, since), CHECK (since < until),
  CHECK (rejected <= records)
) STRICT, WITHOUT ROWID;

CREATE TABLE dishonesty_record ( -- one act found to be dishonest; nobody is named but agencies of the register
  dishonesty_record INTEGER NOT NULL REFERENCES code (code_id),                 -- the record
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  dishonest_act TEXT NOT NULL,                                                  -- what was done
  agency INTEGER REFERENCES code (code_id),                                     -- the agency of the register, NULL: not one
  decided_on INTEGER NOT NULL,                                                  -- day it was found
  published_on INTEGER,                                                         -- day it was made public
  expires_on INTEGER,                                                           -- last day it stands
  repaired_on INTEGER,                                                          -- day it was repaired
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (dishonesty_record, since), CHECK (since < until),
  CHECK (decided_on <= repaired_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX dishonesty_record_by_agency ON dishonesty_record (agency);
CREATE INDEX dishonesty_record_by_decided_on ON dishonesty_record (decided_on);
CREATE INDEX dishonesty_record_by_document ON dishonesty_record (document);
CREATE INDEX dishonesty_record_drafts ON dishonesty_record (since) WHERE since >= 1099511627776;
CREATE INDEX dishonesty_record_ended ON dishonesty_record (until) WHERE until < 9223372036854775807;

CREATE TABLE credit_commitment ( -- one commitment that was signed
  credit_commitment INTEGER NOT NULL REFERENCES code (code_id),                 -- the commitment
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  commitment_matter TEXT NOT NULL,                                              -- for what
  agency INTEGER REFERENCES code (code_id),                                     -- the agency of the register, NULL: not one
  signed_on INTEGER NOT NULL,                                                   -- day it was signed
  broken_on INTEGER,                                                            -- day it was found broken, NULL: it was not
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (credit_commitment, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_commitment_by_agency ON credit_commitment (agency);
CREATE INDEX credit_commitment_by_signed_on ON credit_commitment (signed_on);
CREATE INDEX credit_commitment_by_document ON credit_commitment (document);
CREATE INDEX credit_commitment_drafts ON credit_commitment (since) WHERE since >= 1099511627776;
CREATE INDEX credit_commitment_ended ON credit_commitment (until) WHERE until < 9223372036854775807;

CREATE TABLE reporting_form ( -- what is to be reported
  reporting_form INTEGER NOT NULL REFERENCES code (code_id),                    -- the form
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- whose form
  topics TEXT NOT NULL,                                                         -- what it tells of
  reporting_cycle TEXT,                                                         -- how often, NULL: not stated
  due_days INTEGER CHECK (due_days >= 0),                                       -- days after the end of the period, NULL: not stated
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (reporting_form, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE reporter ( -- who has to report
  reporter INTEGER NOT NULL REFERENCES code (code_id),                          -- the reporter
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  department INTEGER REFERENCES code (code_id),                                 -- the same body among the departments
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (reporter, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE reporting_duty ( -- a reporter has to send in a form
  reporting_form INTEGER NOT NULL REFERENCES code (code_id),                    -- the form
  reporter INTEGER NOT NULL REFERENCES code (code_id),                          -- who has to send it in
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  valid_from INTEGER,                                                           -- first day of the duty, NULL: from the start
  valid_to INTEGER,                                                             -- last day of the duty, NULL: open
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (reporting_form, reporter, since), CHECK (since < until),
  CHECK (valid_from <= valid_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX reporting_duty_by_reporter ON reporting_duty (reporter);
CREATE INDEX reporting_duty_by_document ON reporting_duty (document);
CREATE INDEX reporting_duty_drafts ON reporting_duty (since) WHERE since >= 1099511627776;
CREATE INDEX reporting_duty_ended ON reporting_duty (until) WHERE until < 9223372036854775807;

CREATE TABLE submission ( -- one version of a form as it came in
  reporting_form INTEGER NOT NULL REFERENCES code (code_id),                    -- the form
  reporter INTEGER NOT NULL REFERENCES code (code_id),                          -- who sent it
  freq TEXT NOT NULL,                                                           -- for which period
  ends_on INTEGER NOT NULL,                                                     -- its last day
  starts_on INTEGER NOT NULL,                                                   -- its first day
  version INTEGER NOT NULL CHECK (version >= 0),                                -- counts up from 1
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  received_on INTEGER NOT NULL,                                                 -- day it came
  submission_status TEXT NOT NULL,                                              -- accepted or not
  errors INTEGER NOT NULL CHECK (errors >= 0),                                  -- errors that the check found
  changed INTEGER CHECK (changed >= 0),                                         -- cells that differ from the version before
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (reporting_form, reporter, freq, ends_on, starts_on, version, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_by_reporter ON submission (reporter);
CREATE INDEX submission_by_document ON submission (document);
CREATE INDEX submission_drafts ON submission (since) WHERE since >= 1099511627776;
CREATE INDEX submission_ended ON submission (until) WHERE until < 9223372036854775807;

CREATE TABLE power_item ( -- one item of a list of powers and responsibilities
  power_item INTEGER NOT NULL REFERENCES code (code_id),                        -- the item
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  department INTEGER REFERENCES code (code_id),                                 -- whose power
  power_kind TEXT NOT NULL,                                                     -- kind of power
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  basis_zh TEXT,                                                                -- its legal basis
  basis_en TEXT,                                                                -- the same in English
  flow_chart TEXT NOT NULL CHECK (flow_chart IN ('yes', 'no')),                 -- there is a flow chart
  limit_days INTEGER CHECK (limit_days >= 0),                                   -- time limit, NULL: none stated
  limit_unit TEXT CHECK (limit_unit IN ('calendar_day', 'working_day')),        -- days of what kind
  valid_from INTEGER,                                                           -- first day on the list
  valid_to INTEGER,                                                             -- last day on the list, NULL: open
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (power_item, since), CHECK (since < until),
  CHECK ((limit_days IS NULL) = (limit_unit IS NULL)),
  CHECK (valid_from <= valid_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE pledge ( -- one pledge of rights that was registered
  pledge INTEGER NOT NULL REFERENCES code (code_id),                            -- the pledge
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- of the enterprise
  ip_type TEXT NOT NULL,                                                        -- rights pledged
  items INTEGER NOT NULL CHECK (items >= 0),                                    -- how many rights
  amount_e6 INTEGER CHECK (amount_e6 BETWEEN 0 AND 9200000000000000000),        -- loan, 10,000 CNY
  bank TEXT NOT NULL,                                                           -- lender
  enterprise_size TEXT,                                                         -- size of the enterprise
  first_time TEXT CHECK (first_time IN ('yes', 'no')),                          -- the enterprise had not pledged before
  enterprise TEXT,                                                              -- key of the enterprise, to count each once
  registered_on INTEGER NOT NULL,                                               -- day of the registration
  released_on INTEGER,                                                          -- day it ended, NULL: it stands
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (pledge, since), CHECK (since < until),
  CHECK (registered_on <= released_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX pledge_by_region_registered_on ON pledge (region, registered_on);
CREATE INDEX pledge_by_registered_on ON pledge (registered_on);
CREATE INDEX pledge_by_document ON pledge (document);
CREATE INDEX pledge_drafts ON pledge (since) WHERE since >= 1099511627776;
CREATE INDEX pledge_ended ON pledge (until) WHERE until < 9223372036854775807;

CREATE TABLE insurance_product ( -- one IP insurance on offer
  insurance_product INTEGER NOT NULL REFERENCES code (code_id),                 -- the product
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  insurance_type TEXT NOT NULL,                                                 -- what it covers
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  launched_on INTEGER,                                                          -- day it came on offer
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (insurance_product, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE insurance_policy ( -- one policy that was signed
  insurance_policy INTEGER NOT NULL REFERENCES code (code_id),                  -- the policy
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- of the insured
  insurance_type TEXT NOT NULL,                                                 -- what it covers
  premium_e6 INTEGER CHECK (premium_e6 BETWEEN 0 AND 9200000000000000000),      -- premium, 10,000 CNY
  insured_e6 INTEGER CHECK (insured_e6 BETWEEN 0 AND 9200000000000000000),      -- sum insured, 10,000 CNY
  signed_on INTEGER NOT NULL,                                                   -- day it was signed
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (insurance_policy, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX insurance_policy_by_signed_on ON insurance_policy (signed_on);
CREATE INDEX insurance_policy_by_document ON insurance_policy (document);
CREATE INDEX insurance_policy_drafts ON insurance_policy (since) WHERE since >= 1099511627776;
CREATE INDEX insurance_policy_ended ON insurance_policy (until) WHERE until < 9223372036854775807;

CREATE TABLE risk_pool ( -- one fund that bears a part of the losses of lenders
  risk_pool INTEGER NOT NULL REFERENCES code (code_id),                         -- the pool
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  established_on INTEGER,                                                       -- day it was set up
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (risk_pool, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE risk_pool_entry ( -- what a pool held and paid by a day
  risk_pool INTEGER NOT NULL REFERENCES code (code_id),                         -- the pool
  as_of INTEGER NOT NULL,                                                       -- state on this day
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  balance_e6 INTEGER CHECK (balance_e6 BETWEEN 0 AND 9200000000000000000),      -- what it holds, 10,000 CNY
  compensations INTEGER CHECK (compensations >= 0),                             -- losses it bore so far
  compensated_e6 INTEGER CHECK (compensated_e6 BETWEEN 0 AND 9200000000000000000), -- what it paid for them, 10,000 CNY
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (risk_pool, as_of, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE cultivation_project ( -- one unit in a programme of cultivation
  cultivation_project INTEGER NOT NULL REFERENCES code (code_id),               -- the project
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- of the unit
  cultivation_kind TEXT NOT NULL,                                               -- programme
  programme_year INTEGER CHECK (programme_year >= 0),                           -- year of the programme
  unit_zh TEXT,                                                                 -- unit that carries it out, where the document names it
  unit_en TEXT,                                                                 -- our rendering
  cultivation_phase TEXT NOT NULL,                                              -- how far it has come
  started_on INTEGER,                                                           -- day it began
  accepted_on INTEGER,                                                          -- day it was accepted
  dropped_on INTEGER,                                                           -- day it was given up
  funds_e6 INTEGER CHECK (funds_e6 BETWEEN 0 AND 9200000000000000000),          -- public funds, 10,000 CNY
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (cultivation_project, since), CHECK (since < until),
  CHECK (started_on <= accepted_on),
  CHECK (started_on <= dropped_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation_center ( -- one centre that commercialises the IP of an industry or region
  operation_center INTEGER NOT NULL REFERENCES code (code_id),                  -- the centre
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  recognised_level TEXT,                                                        -- who recognised it
  state TEXT NOT NULL CHECK (state IN ('planned', 'running')),                  -- whether it works
  host_zh TEXT,                                                                 -- who runs it
  host_en TEXT,                                                                 -- our rendering
  established_on INTEGER,                                                       -- day it was set up
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (operation_center, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE patent_transaction ( -- one transfer or licence that was recorded
  patent_transaction INTEGER NOT NULL REFERENCES code (code_id),                -- the transaction
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  transaction_kind TEXT NOT NULL,                                               -- kind
  recorded_on INTEGER NOT NULL,                                                 -- day of the record
  from_region INTEGER NOT NULL REFERENCES code (code_id),                       -- where the holder is
  to_region INTEGER NOT NULL REFERENCES code (code_id),                         -- where the taker is
  patents INTEGER NOT NULL CHECK (patents >= 0),                                -- how many patents
  price_e6 INTEGER CHECK (price_e6 BETWEEN 0 AND 9200000000000000000),          -- price, 10,000 CNY
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (patent_transaction, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX patent_transaction_by_recorded_on ON patent_transaction (recorded_on);
CREATE INDEX patent_transaction_by_document ON patent_transaction (document);
CREATE INDEX patent_transaction_drafts ON patent_transaction (since) WHERE since >= 1099511627776;
CREATE INDEX patent_transaction_ended ON patent_transaction (until) WHERE until < 9223372036854775807;

CREATE TABLE overseas_case ( -- one dispute abroad in which guidance was given; no party is named
  overseas_case INTEGER NOT NULL REFERENCES code (code_id),                     -- the case
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- of the enterprise
  country TEXT NOT NULL,                                                        -- where the dispute is
  ip_type TEXT NOT NULL,                                                        -- right concerned
  overseas_role TEXT NOT NULL,                                                  -- what the enterprise is in it
  guided_on INTEGER NOT NULL,                                                   -- day of the guidance
  closed_on INTEGER,                                                            -- day it ended, NULL: it is open
  overseas_outcome TEXT,                                                        -- how it ended
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (overseas_case, since), CHECK (since < until),
  CHECK (guided_on <= closed_on),
  CHECK ((closed_on IS NULL) = (overseas_outcome IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX overseas_case_by_guided_on ON overseas_case (guided_on);
CREATE INDEX overseas_case_by_document ON overseas_case (document);
CREATE INDEX overseas_case_drafts ON overseas_case (since) WHERE since >= 1099511627776;
CREATE INDEX overseas_case_ended ON overseas_case (until) WHERE until < 9223372036854775807;

CREATE TABLE service_item ( -- one service that people come for
  service_item INTEGER NOT NULL REFERENCES code (code_id),                      -- the item
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                                        -- its name
  name_en TEXT NOT NULL,                                                        -- and our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where
  office_zh TEXT,                                                               -- where it is done
  office_en TEXT,                                                               -- our rendering
  max_visits INTEGER CHECK (max_visits >= 0),                                   -- visits it takes at most, NULL: not stated
  online TEXT CHECK (online IN ('yes', 'no')),                                  -- done wholly online
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (service_item, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_limit ( -- within how many days an item is done, version by version
  service_item INTEGER NOT NULL REFERENCES code (code_id),                      -- the item
  version INTEGER NOT NULL CHECK (version >= 0),                                -- counts up from 1
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  days INTEGER NOT NULL CHECK (days >= 0),                                      -- days it takes at most
  day_unit TEXT NOT NULL CHECK (day_unit IN ('day', 'calendar_day', 'working_day')), -- days of what kind; day: not stated
  valid_from INTEGER,                                                           -- first day, NULL: not stated
  valid_to INTEGER,                                                             -- last day, NULL: open or not stated
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (service_item, version, since), CHECK (since < until),
  CHECK (valid_from <= valid_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit ( -- one visit to an enterprise
  visit INTEGER NOT NULL REFERENCES code (code_id),                             -- the visit
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- of the enterprise
  visited_on INTEGER NOT NULL,                                                  -- day of the visit
  team TEXT,                                                                    -- team that came
  staff INTEGER CHECK (staff >= 0),                                             -- how many came
  enterprise TEXT,                                                              -- key of the enterprise, to count each once
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (visit, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_region_visited_on ON visit (region, visited_on);
CREATE INDEX visit_by_visited_on ON visit (visited_on);
CREATE INDEX visit_by_document ON visit (document);
CREATE INDEX visit_drafts ON visit (since) WHERE since >= 1099511627776;
CREATE INDEX visit_ended ON visit (until) WHERE until < 9223372036854775807;

CREATE TABLE visit_problem ( -- one problem that an enterprise raised
  visit_problem INTEGER NOT NULL REFERENCES code (code_id),                     -- the problem
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  visit INTEGER NOT NULL REFERENCES code (code_id),                             -- the visit on which it was raised
  problem_topic TEXT NOT NULL,                                                  -- what it is about
  raised_on INTEGER NOT NULL,                                                   -- day it was raised
  solved_on INTEGER,                                                            -- day it was solved, NULL: it is open
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (visit_problem, since), CHECK (since < until),
  CHECK (raised_on <= solved_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_problem_by_visit ON visit_problem (visit);
CREATE INDEX visit_problem_by_raised_on ON visit_problem (raised_on);
CREATE INDEX visit_problem_by_document ON visit_problem (document);
CREATE INDEX visit_problem_drafts ON visit_problem (since) WHERE since >= 1099511627776;
CREATE INDEX visit_problem_ended ON visit_problem (until) WHERE until < 9223372036854775807;

CREATE TABLE expert ( -- one person on a list; only counts are served
  expert INTEGER NOT NULL REFERENCES code (code_id),                            -- the entry, not a name
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  region INTEGER REFERENCES code (code_id),                                     -- where
  expert_kind TEXT,                                                             -- what list
  expert_field TEXT,                                                            -- field of work
  registered_on INTEGER,                                                        -- first day on the list
  valid_to INTEGER,                                                             -- last day, NULL: open
  cases INTEGER CHECK (cases >= 0),                                             -- cases the person was called to
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (expert, since), CHECK (since < until),
  CHECK (registered_on <= valid_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX expert_by_region ON expert (region);
CREATE INDEX expert_by_document ON expert (document);
CREATE INDEX expert_drafts ON expert (since) WHERE since >= 1099511627776;
CREATE INDEX expert_ended ON expert (until) WHERE until < 9223372036854775807;

CREATE TABLE agreement ( -- one agreement, memorandum or mechanism between bodies
  agreement INTEGER NOT NULL REFERENCES code (code_id),                         -- the agreement
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  title_zh TEXT NOT NULL,                                                       -- its title, or in short what it is
  title_en TEXT NOT NULL,                                                       -- our rendering
  agreement_kind TEXT NOT NULL,                                                 -- kind
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- whose agreement
  year INTEGER CHECK (year >= 0),                                               -- year in which it was made
  signed_on INTEGER,                                                            -- day it was signed
  ends_on INTEGER,                                                              -- last day of its term, NULL: not stated
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (agreement, since), CHECK (since < until),
  CHECK (signed_on <= ends_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_party ( -- one party of an agreement
  agreement INTEGER NOT NULL REFERENCES code (code_id),                         -- the agreement
  position INTEGER NOT NULL CHECK (position >= 0),                              -- order in the document
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                                        -- the body
  name_en TEXT NOT NULL,                                                        -- our rendering
  department INTEGER REFERENCES code (code_id),                                 -- the same body among the departments
  region INTEGER REFERENCES code (code_id),                                     -- where it is
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (agreement, position, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_document ( -- one rule, plan or scheme that a document tells of
  policy_document INTEGER NOT NULL REFERENCES code (code_id),                   -- the policy document
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  title_zh TEXT NOT NULL,                                                       -- its title
  title_en TEXT NOT NULL,                                                       -- our rendering
  issuer_zh TEXT NOT NULL,                                                      -- who issued it
  issuer_en TEXT NOT NULL,                                                      -- our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),                            -- where it applies
  policy_kind TEXT NOT NULL,                                                    -- kind
  doc_no TEXT,                                                                  -- number, as printed
  year INTEGER CHECK (year >= 0),                                               -- year in which it was issued
  issued_on INTEGER,                                                            -- day it was issued
  state TEXT NOT NULL CHECK (state IN ('in_force', 'draft', 'repealed')),       -- whether it applies
  replaced_by INTEGER REFERENCES code (code_id),                                -- what took its place
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- who says so
  PRIMARY KEY (policy_document, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
