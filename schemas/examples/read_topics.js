// Prints what comes in on both topics, one line a record: node read_topics.js [BROKER]
import { Kafka, logLevel } from "kafkajs";
import protobuf from "protobufjs";

const broker = process.argv[2] ?? "127.0.0.1:9092";
const schema = await protobuf.load(new URL("../src/main/protobuf/posestream/v1/skeleton_frame.proto", import.meta.url).pathname);
const SkeletonFrame = schema.lookupType("posestream.v1.SkeletonFrame");
const Fate = schema.lookupEnum("posestream.v1.Fate");

const consumer = new Kafka({ brokers: [broker], logLevel: logLevel.WARN }).consumer({ groupId: `example-${process.pid}` });
await consumer.connect();
await consumer.subscribe({ topics: ["frames", "skeletons"] });
await consumer.run({
  eachMessage: async ({ topic, message }) => {
    const sequence = Number(message.headers.ce_sequence);
    if (topic === "frames") {
      console.log(`${message.key} ${sequence} frame of ${message.value.length} bytes`);
      return;
    }
    const frame = SkeletonFrame.decode(message.value);
    const ageMs = frame.hops.emittedMicros.sub(frame.hops.receivedMicros).toNumber() / 1000;
    // A fate that this schema does not know is FATE_UNSPECIFIED: not posed.
    const fate = Fate.valuesById[frame.fate] ?? "FATE_UNSPECIFIED";
    console.log(`${frame.camera} ${sequence} ${fate} ${ageMs.toFixed(0)} ms old, ${frame.persons.length} persons`);
    for (const person of frame.persons) {
      const [x, y, score] = person.keypoints;
      // Bit 0 of `known`: whether the model gives the layout's first point at all, which is the nose.
      const nose = person.known[0] & 1 ? `${x.toFixed(0)}, ${y.toFixed(0)} score ${score.toFixed(2)}` : "unknown";
      console.log(`   score ${person.score.toFixed(2)}, nose ${nose}`);
    }
  },
});
