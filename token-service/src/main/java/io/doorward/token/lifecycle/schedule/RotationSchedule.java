package io.doorward.token.lifecycle.schedule;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How often an account's tokens are replaced.
 *
 * @param everyDays the age in days at which a token gets a successor
 * @param overlap how long the old secret is accepted after the new one was collected, ISO 8601
 */
@Schema(name = "RotationSchedule")
public record RotationSchedule(int everyDays, String overlap, String setBy, Instant setAt) {}
