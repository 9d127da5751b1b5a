@export()
@description('A node pool that grows and shrinks.')
type poolSettings = {
  @description('Size of a node.')
  size: string

  @description('Fewest nodes.')
  @minValue(0)
  minimum: int

  @description('Most nodes.')
  @minValue(1)
  maximum: int
}

@export()
@description('The cluster, its pools and its registry.')
type clusterSettings = {
  @description('Version of Kubernetes, such as 1.34. Patches within it are taken by themselves.')
  kubernetesVersion: string

  @description('Free has no promise of availability of the API server; Standard has one, and costs by the hour.')
  tier: 'Free' | 'Standard'

  @description('Zones that nodes are spread over; empty for none.')
  zones: ('1' | '2' | '3')[]

  @description('Nodes of the cluster itself.')
  system: poolSettings

  @description('Nodes that answer and do the jobs.')
  serving: poolSettings

  @description('Spot nodes of retraining runs. They may be none, and are while there is no run.')
  training: poolSettings

  @description('Addresses of pods; a range of their own, outside of the network.')
  podPrefix: string

  @description('Addresses of services; likewise.')
  servicePrefix: string

  @description('Public addresses or ranges that may ask the API server, such as those of a build agent. Empty: all, which then need a role.')
  apiServerAddresses: string[]

  @description('Kind of registry. Premium has private endpoints, zones and removal of what has no tag.')
  registrySku: 'Basic' | 'Standard' | 'Premium'
}
