package io.doorward.gateway.snapshot;

/** The two ways on which token events arrive. Either is enough. */
enum FeedPath {
  REDIS,
  KAFKA
}
