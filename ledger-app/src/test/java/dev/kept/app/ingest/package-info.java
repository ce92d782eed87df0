/// Tests of Kafka in and out on a real broker.
package dev.kept.app.ingest;
