@export()
@description('Which of the installations this is.')
type environmentKind = 'dev' | 'staging' | 'prod'

@export()
@description('The plan of the Functions app: Premium has a staging slot, Flex Consumption has none.')
type hostingKind = 'premium' | 'flex'

@export()
@description('The virtual network, and who may reach storage and vault.')
type networkSettings = {
  @description('Addresses of the network, such as 10.20.0.0/16.')
  addressPrefix: string

  @description('Addresses of the subnet that the app sends from; /26 or larger.')
  appSubnetPrefix: string

  @description('Addresses of the subnet of the private endpoints.')
  endpointSubnetPrefix: string

  @description('Whether storage and vault are reached through private endpoints alone. Without them, any network may try, and needs a role to get in.')
  privateEndpoints: bool

  @description('Public addresses or ranges that may reach storage and vault beside the private endpoints, such as those of a build agent.')
  allowedAddresses: string[]
}

@export()
@description('How far the app scales.')
type scaleSettings = {
  @description('Size of a Premium instance.')
  premiumSize: 'EP1' | 'EP2' | 'EP3'

  @description('Memory of a Flex Consumption instance, in MB.')
  flexMemoryMegabytes: 2048 | 4096

  @description('Instances that are always there.')
  @minValue(1)
  minimumInstances: int

  @description('The most instances.')
  @minValue(1)
  maximumInstances: int

  @description('Whether instances and storage are spread over zones. Premium then needs three instances or more.')
  zoneRedundant: bool
}

@export()
@description('How long things are kept, in days.')
type retentionSettings = {
  @description('Predictions. The app removes them itself, by this number; storage removes what is left 30 days later.')
  @minValue(1)
  predictions: int

  @description('Quarantined rows, which may name guests.')
  @minValue(31)
  quarantine: int

  @description('Earlier versions of changed blobs and the contents of deleted ones. So long a mistake can be undone; an erased guest is in them for twice as long at most, since a deleted version can be brought back, too.')
  @minValue(1)
  @maxValue(365)
  versions: int

  @description('Logs, traces and metrics; what Application Insights takes.')
  telemetry: 30 | 60 | 90 | 120 | 180 | 270 | 365 | 550 | 730
}

@export()
@description('What the service is held to. Alerts of Azure and alerts of the app itself use the same numbers. Fractions are text, since the language has whole numbers only.')
type objectiveSettings = {
  @description('99th percentile of the time to answer one prediction, in milliseconds.')
  latencyMilliseconds: int

  @description('Share of requests that may fail with status 500 and above.')
  errorRate: string

  @description('Population stability index from which on a change of the bookings is drift.')
  psi: string

  @description('F1 of matured arrivals below which a model counts as worse.')
  f1: string
}

@export()
@description('Who is told of alerts.')
type alertSettings = {
  @description('Mail addresses.')
  emails: string[]

  @description('Whether the app tells PagerDuty of what monitoring finds. The vault must have the secret pagerduty-routing-key; the deployment writes it where the secure parameter is given.')
  pagerDuty: bool
}

@export()
@description('Packages that the slots run, addresses of zip files in the container packages. Empty before the first deployment. The scripts read them from the running app, so that a provisioning does not take them away.')
type packageAddresses = {
  @description('Of production.')
  production: string

  @description('The one that production ran before; empty where that is not known.')
  beforeProduction: string

  @description('Of the slot staging.')
  staging: string

  @description('The one that production ran when that of staging was brought there.')
  beforeStaging: string
}

@export()
@description('People and pipelines that are given roles, by the object ids of their principals in Entra ID.')
type principalSettings = {
  @description('Users who train, promote and manage keys with the command line tool.')
  operators: string[]

  @description('Service principals of pipelines that deploy packages.')
  deployers: string[]

  @description('Service principals of integrations that drop files of bookings.')
  senders: string[]
}

@export()
@description('Bearer tokens of Entra ID, which are accepted beside API keys.')
type tokenSettings = {
  @description('Who tokens must be for: client id and id URI of the app registration. Empty: tokens are not accepted.')
  audiences: string[]

  @description('The claim that binds a token to properties; empty where tokens are not bound.')
  propertiesClaim: string

  @description('What stands before a property in that claim; needed where it is the claim of the roles.')
  propertyPrefix: string
}

@export()
@description('One role of one principal on one resource.')
type roleGrant = {
  @description('Object id of the principal.')
  principalId: string

  @description('What the principal is.')
  principalType: 'ServicePrincipal' | 'User'

  @description('Id of the role definition; see roles.bicep.')
  roleId: string

  @description('What for.')
  description: string
}

@export()
@description('The network as storage and vault see it.')
type networkAccess = {
  @description('Whether there are private endpoints.')
  privateEndpoints: bool

  @description('Resource id of the subnet of the private endpoints.')
  subnetId: string

  @description('Public addresses that may come in all the same.')
  allowedAddresses: string[]
}
