package io.doorward.usage.completeness;

/**
 * The blocks of one instance from the first that a period touches to the last.
 *
 * @param received numbers that have arrived in them
 * @param highest the highest number that has arrived in the last block
 * @param topmost whether the instance has sent nothing beyond the last block; otherwise that block
 *     should be full
 */
public record SequenceRun(
    long firstBlock, long lastBlock, long received, long highest, boolean topmost) {

  /** How many numbers should be there and are not; what is still under way counts as missing. */
  public long missing() {
    long first = firstBlock * SequenceBlock.SIZE;
    long last = topmost ? highest : (lastBlock + 1) * SequenceBlock.SIZE - 1;
    return last - first + 1 - received;
  }
}
