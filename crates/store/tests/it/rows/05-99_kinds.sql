-- Rows of a database of schema 5: a project with its facts.
INSERT INTO project (plan, version, position, id, name, name_full, box_number, category, place, quantities, stage, origin, section, line, span_start, span_end, quote, facts) VALUES ('yun', 2, 2, 'p0002', '环城路', '环城路工程', '1', '交通', '', '[]', '', 'prose', 's0001', 2, 0, 40, '环城路', '{"start_year":2021}');
