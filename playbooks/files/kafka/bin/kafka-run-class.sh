#!/bin/sh
# Start a Java program of this Kafka distribution.
#
#   kafka-run-class.sh [-daemon] [-name NAME] [-loggc] MAIN_CLASS [ARGUMENT ...]
#
# Environment, each with the meaning it has in Apache's archive:
#   JAVA_HOME                   Java to run; without it, java from PATH
#   KAFKA_HEAP_OPTS             heap (-Xmx256M)
#   KAFKA_JVM_PERFORMANCE_OPTS  collector and its goals
#   KAFKA_GC_LOG_OPTS           log of the collector; set by -loggc when empty
#   KAFKA_JMX_OPTS, JMX_PORT    remote JMX; no port is opened unless JMX_PORT is set
#   KAFKA_LOG4J_OPTS, LOG_DIR   log configuration, folder of log files (logs beside bin)
#   KAFKA_OPTS                  anything else for the JVM: agents, JAAS file, properties
#   CLASSPATH                   put before the jars of libs
#   INCLUDE_TEST_JARS           true: jars of tests and sources are not left out
#   KAFKA_DEBUG, JAVA_DEBUG_PORT, DEBUG_SUSPEND_FLAG, JAVA_DEBUG_OPTS
set -eu

base=$(cd -- "$(dirname -- "$0")/.." && pwd -P)

daemon='' name='' loggc=''
while [ $# -gt 0 ]; do
  case $1 in
    -daemon) daemon=yes ;;
    -name) name=${2:?"-name needs a value"}; shift ;;
    -loggc) loggc=yes ;;
    *) break ;;
  esac
  shift
done
if [ $# -eq 0 ]; then
  echo "usage: $0 [-daemon] [-name NAME] [-loggc] MAIN_CLASS [ARGUMENT ...]" >&2
  exit 1
fi
: "${name:=${1##*.}}"

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$java" >/dev/null; then
  echo "$0: no Java at '$java': install Java 17 or newer, or set JAVA_HOME." >&2
  exit 1
fi

# File connectors must be reached through plugin.path only, so their jar stays off the class path.
for jar in "$base"/libs/*.jar; do
  case ${INCLUDE_TEST_JARS:-false}:${jar##*/} in
    *:connect-file*) continue ;;
    false:*-test.jar | false:*-tests.jar | false:*-test-sources.jar | false:*-sources.jar | false:*-src.jar) continue ;;
    false:*-javadoc.jar | false:*-scaladoc.jar) continue ;;
  esac
  CLASSPATH=${CLASSPATH:+$CLASSPATH:}$jar
done

: "${LOG_DIR:=$base/logs}"
: "${KAFKA_HEAP_OPTS:=-Xmx256M}"
: "${KAFKA_JVM_PERFORMANCE_OPTS:=-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true}"
: "${KAFKA_JMX_OPTS:=-Dcom.sun.management.jmxremote -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false}"
if [ -n "${JMX_PORT:-}" ]; then
  KAFKA_JMX_OPTS="$KAFKA_JMX_OPTS -Dcom.sun.management.jmxremote.port=$JMX_PORT"
  case $KAFKA_JMX_OPTS in
    *jmxremote.rmi.port=*) ;;
    *) KAFKA_JMX_OPTS="$KAFKA_JMX_OPTS -Dcom.sun.management.jmxremote.rmi.port=$JMX_PORT" ;;
  esac
fi
if [ -n "$loggc" ]; then
  : "${KAFKA_GC_LOG_OPTS:=-Xlog:gc*:file=$LOG_DIR/$name-gc.log:time,tags:filecount=10,filesize=100M}"
fi
if [ -n "${KAFKA_DEBUG:-}" ]; then
  : "${JAVA_DEBUG_OPTS:=-agentlib:jdwp=transport=dt_socket,server=y,suspend=${DEBUG_SUSPEND_FLAG:-n},address=${JAVA_DEBUG_PORT:-5005}}"
  KAFKA_OPTS="$JAVA_DEBUG_OPTS ${KAFKA_OPTS:-}"
fi

old=$base/config/tools-log4j.properties # only archives of Kafka 3.9 hold it: they log through Log4j 1
if [ -z "${KAFKA_LOG4J_OPTS:-}" ]; then
  KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=$base/config/tools-log4j2.yaml"
  if [ -e "$old" ]; then KAFKA_LOG4J_OPTS="-Dlog4j.configuration=file:$old"; fi
elif [ ! -d "$LOG_DIR" ] && ! mkdir -p -- "$LOG_DIR"; then
  echo "$0: log files cannot be written: set LOG_DIR to a folder that $(id -un) may write." >&2
fi
case "$KAFKA_LOG4J_OPTS " in
  *log4j.*.properties' '* | *log4j.*.xml' '*)
    if [ ! -e "$old" ]; then
      echo "$0: KAFKA_LOG4J_OPTS names a Log4j 1 file, which is deprecated: move to a Log4j 2 file." >&2
      export LOG4J_COMPATIBILITY=true
    fi
    ;;
esac

# shellcheck disable=SC2086 # the option variables hold words on purpose
set -- $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS ${KAFKA_GC_LOG_OPTS:-} $KAFKA_JMX_OPTS \
  "-Dkafka.logs.dir=$LOG_DIR" $KAFKA_LOG4J_OPTS -cp "${CLASSPATH:-}" ${KAFKA_OPTS:-} "$@"
if [ -n "$daemon" ]; then
  nohup "$java" "$@" >"$LOG_DIR/$name.out" 2>&1 </dev/null &
else
  exec "$java" "$@"
fi
