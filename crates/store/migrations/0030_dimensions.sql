-- What narrows a figure besides its region (城乡=城镇;性别=男); empty for the whole.
ALTER TABLE statement ADD COLUMN dimensions TEXT;
ALTER TABLE observation ADD COLUMN dimensions TEXT;
ALTER TABLE submission ADD COLUMN dimensions TEXT;
