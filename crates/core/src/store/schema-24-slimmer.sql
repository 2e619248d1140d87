-- Indexes of the graph without what is on its way ---------------------------------------------------------------------------
-- Every entry is entered before it is judged and filed: an index that holds it in between writes each of them three times
DROP INDEX x_graph_drawer;
CREATE INDEX x_graph_drawer ON x_graph (drawer, hlc) WHERE drawer > 0;
DROP INDEX x_graph_unsettled;
CREATE INDEX x_graph_unsettled ON x_graph (status) WHERE status > 1;
