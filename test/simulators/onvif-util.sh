#!/bin/sh
# Runs libonvif's onvif-util against a simulated camera. It finds devices by multicast only, and never on its own machine:
# so each of them has a network namespace of its own, with a pair of veth between. To be run in a namespace of its own, too:
#   unshare --net sh test/simulators/onvif-util.sh
set -eu
here=$(dirname "$0")
ip link set lo up
unshare --net sleep 60 &
client=$!
trap 'kill $client 2>/dev/null || true' EXIT
while [ "$(readlink /proc/$client/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do :; done
ip link add outside type veth peer name inside
ip link set inside netns $client
ip addr add 10.99.0.1/24 dev outside
ip link set outside up
ip route add 224.0.0.0/4 dev outside
in_client() { nsenter --net=/proc/$client/ns/net "$@"; }
in_client ip addr add 10.99.0.2/24 dev inside
in_client ip link set inside up
in_client ip link set lo up
in_client ip route add 224.0.0.0/4 dev inside

# Whoever listens hears the camera come and go.
in_client node -e "
  const socket = require('node:dgram').createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (text) => {
    const action = /discovery\/(Hello|Bye)</.exec(text)?.[1];
    if (action) console.log('heard ' + action);
    if (action === 'Bye') process.exit();
  });
  socket.bind(3702, () => socket.addMembership('239.255.255.250', '10.99.0.2'));
" &
until in_client grep -q :0E76 /proc/self/net/udp; do sleep 0.1; done

# The camera lives as long as the client has something to say.
{
  # Until it listens for probes: UDP port 3702.
  until grep -q :0E76 /proc/self/net/udp; do sleep 0.1; done
  in_client onvif-util -a >&2 || true
  printf 'get time\nget capabilities\nget profiles\nget rtsp\nquit\n' |
    in_client onvif-util -u admin -p secret 10.99.0.1 >&2 || true
} | node "$here/onvif-multicast-camera.ts" 10.99.0.1
