package io.doorward.contract.barrier;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * All barriers that stand, as one document: a reader that has it misses none.
 *
 * @param schema version of this record's form; additive changes keep it
 * @param version grows by each change; a reader never replaces a newer one by an older one. It also
 *     grows with the clock (microseconds since 1970), so that a database that was restored goes on
 *     above what it had given before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BarrierSet(int schema, long version, List<Barrier> barriers) {

  /** The form this code writes. */
  public static final int SCHEMA = 1;

  public BarrierSet {
    barriers = List.copyOf(barriers);
  }
}
