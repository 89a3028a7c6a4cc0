package io.doorward.token.lifecycle.importing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.problem.Problem.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file of keys, row by row.
 *
 * @param id the import's; absent for a dry run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportReport(
    @Nullable UUID id, boolean dryRun, int accepted, int refused, List<RowReport> rows) {

  public ImportReport {
    rows = List.copyOf(rows);
  }

  /**
   * One row.
   *
   * @param row from 1; the heading of a CSV file does not count
   * @param errors why it is refused; empty if it is accepted
   */
  public record RowReport(int row, boolean accepted, List<Violation> errors) {
    public RowReport {
      errors = List.copyOf(errors);
    }
  }
}
