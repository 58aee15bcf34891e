-- The months of its year that a figure covers (三季度, 1—9月); empty for whole years.
ALTER TABLE statement ADD COLUMN month_first BIGINT;
ALTER TABLE statement ADD COLUMN month_last BIGINT;
ALTER TABLE observation ADD COLUMN month_first BIGINT;
ALTER TABLE observation ADD COLUMN month_last BIGINT;
