# Sourced: a real SLURM of one node on this machine, on ports of its own, all files in $cluster.
# shellcheck shell=bash

cluster=$(mktemp -d /tmp/shareready-slurm.XXXXXX)
export SLURM_CONF=$cluster/slurm.conf

is_alive() { [ -r "/proc/$1/stat" ] && [ "$(sed 's/.*) //' "/proc/$1/stat" | cut -c1)" != Z ]; }

# Ends the daemons by their numbers, the stubborn ones with force.
stop_cluster() {
  local file pid
  for file in "$cluster/slurmd.pid" "$cluster/slurmctld.pid" "$cluster/mrun/munged.pid"; do
    pid=$(cat "$file" 2>/dev/null) || continue
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 100); do is_alive "$pid" || break; sleep 0.1; done
    if is_alive "$pid"; then kill -9 "$pid"; fi
  done
  rm -rf "$cluster"
}

# A port nobody listens on, from `first` up.
free_port() {
  local port=$1
  while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

write_config() {
  local host; host=$(hostname -s)
  cat > "$SLURM_CONF" <<C
ClusterName=shareready
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$(free_port 26817)
SlurmdPort=$(free_port 26918)
AuthType=auth/munge
AuthInfo=socket=$cluster/mrun/munge.sock
CredType=cred/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd.log
ReturnToService=2
KillWait=2
MinJobAge=600
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$cluster/jobs.log
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,batch_sched_delay=0,sched_interval=1,sched_min_interval=0
SlurmdParameters=config_overrides
PropagateResourceLimits=NONE
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000 State=UNKNOWN
PartitionName=debug Nodes=$host Default=YES MaxTime=180 State=UP
C
}

start_cluster() {
  mkdir -p "$cluster"/{state,spool,munge,mrun}
  chmod 755 "$cluster" "$cluster/mrun"
  chmod 700 "$cluster/munge" "$cluster/state"
  (umask 077; head -c 128 /dev/urandom > "$cluster/munge/key")
  write_config
  munged --key-file="$cluster/munge/key" --socket="$cluster/mrun/munge.sock" --pid-file="$cluster/mrun/munged.pid" \
    --log-file="$cluster/munge/munged.log" --seed-file="$cluster/munge/seed" --num-threads=2 --force
  slurmctld -c -i
  slurmd -c
  for _ in $(seq 300); do [ "$(sinfo -h -o %T 2>/dev/null)" = idle ] && return; sleep 0.1; done
  tail -5 "$cluster"/slurm*.log
  echo "FAILED: SLURM does not come up"
  exit 1
}
