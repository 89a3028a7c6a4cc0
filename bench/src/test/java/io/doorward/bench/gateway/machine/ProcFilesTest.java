package io.doorward.bench.gateway.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFilesTest {

  @Test
  void addsUserAndSystemTimeOfAProcessWhateverItsName() {
    String fields =
        " S 1 4242 4242 0 -1 4194560 90 0 0 0 1234 766 50 60 20 0 9 0 777 12345678 345 0";

    assertThat(ProcFiles.cpuTicks("4242 (nginx)" + fields)).isEqualTo(2_000);
    assertThat(ProcFiles.cpuTicks("4242 (a) b (c)" + fields)).isEqualTo(2_000);
  }

  @Test
  void findsResidentMemory() {
    assertThat(ProcFiles.residentKilobytes("Name:\tjava\nVmRSS:\t  434176 kB\nThreads:\t9\n"))
        .isEqualTo(434_176);
    assertThat(ProcFiles.residentKilobytes("Name:\tjava\nState:\tZ (zombie)\n")).isZero();
  }
}
