package dev.tandem.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.send.Problem;
import java.util.List;

/**
 * One row of a campaign file.
 *
 * @param number the first below the header is 1; empty lines are not counted
 * @param line the line of the file in which it begins, the first is 1
 * @param cells as they stand in the file
 * @param request what they ask for
 * @param problems what is wrong with the row itself; the door finds the rest
 */
record Row(long number, long line, List<String> cells, ObjectNode request, List<Problem> problems) {}
