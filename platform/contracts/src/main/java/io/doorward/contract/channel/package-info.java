/** Names of what the services share: topics, Redis keys, headers. Constants only. */
@NullMarked
package io.doorward.contract.channel;

import org.jspecify.annotations.NullMarked;
