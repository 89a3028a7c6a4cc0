/**
 * Takes in when tokens were used last, as usage-analytics tells: batches, apart from requests, that
 * change no token. Must not import another face.
 */
@NullMarked
package io.doorward.token.protocol.activity;

import org.jspecify.annotations.NullMarked;
