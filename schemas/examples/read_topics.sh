#!/bin/sh
# With kcat and protoc: keeps one camera's newest frame as frame.jpg, prints what became of some frame in full, and then
# the headers of all that comes in on topic skeletons.  sh read_topics.sh [BROKER]
set -eu
broker=${1:-127.0.0.1:9092}
proto=$(dirname "$0")/../src/main/protobuf

# A frame's value is the JPEG itself.
kcat -C -q -b "$broker" -t frames -o -1 -c 1 -D '' >frame.jpg
kcat -C -q -b "$broker" -t skeletons -o -1 -c 1 -D '' |
  protoc -I "$proto" --decode=posestream.v1.SkeletonFrame posestream/v1/skeleton_frame.proto
exec kcat -C -q -u -b "$broker" -t skeletons -o end -f '%k %h\n'
