import { objectiveSettings, retentionSettings, tokenSettings } from 'types.bicep'

@export()
@description('Schedules of the timer triggers, by the setting that each is read from: second, minute, hour, day, month, day of the week; UTC. A schedule is here and nowhere else.')
var schedules = {
  Schedules__CompactEvents: '0 30 * * * *'
  Schedules__CompactPredictions: '0 45 * * * *'
  Schedules__DispatchRuns: '0 * * * * *'
  Schedules__Monitor: '0 55 * * * *'
  Schedules__RefreshCalibration: '0 15 3 * * *'
  Schedules__RefreshChampion: '0 0 * * * *'
  Schedules__TakeDrops: '30 * * * * *'
}

@export()
@description('As near to never as a schedule can say: 29 February. Functions are not switched off by AzureWebJobs.NAME.Disabled, since Linux plans refuse settings with a hyphen in their name.')
var never = '0 0 0 29 2 *'

@export()
@description('The name that the app has in telemetry, in a slot or on a plan without slots.')
func roleName(slot string) string => '[${slot}]/HotelCancellation'

@export()
@description('Settings of the app itself; sections and names are those of the operating guide.')
func appSettings(storageAccount string, source string, retention retentionSettings, objectives objectiveSettings) object => {
  Storage__AccountName: storageAccount
  Api__ProtectMetrics: 'true'
  Alerts__Source: source
  Predictions__RetentionDays: string(retention.predictions)
  Monitoring__LatencyMilliseconds: string(objectives.latencyMilliseconds)
  Monitoring__ErrorRate: objectives.errorRate
  Monitoring__PsiThreshold: objectives.psi
  Monitoring__F1Threshold: objectives.f1
}

@export()
@description('Settings of alerts to PagerDuty. The key stays in the vault; the app is given a reference.')
func pagerDutySettings(vault string) object => {
  Alerts__WebhookUrl: 'https://events.pagerduty.com/v2/enqueue'
  Alerts__RoutingKey: '@Microsoft.KeyVault(VaultName=${vault};SecretName=pagerduty-routing-key)'
}

@export()
@description('Settings of bearer tokens: those of one tenant, of version 2 by its metadata and of version 1 by name.')
func tokenAppSettings(loginEndpoint string, tenantId string, tokens tokenSettings) object => {
  Access__Tokens__Authority: '${loginEndpoint}${tenantId}/v2.0'
  Access__Tokens__Issuers: 'https://sts.windows.net/${tenantId}/'
  Access__Tokens__Audiences: join(tokens.audiences, ',')
  Access__Tokens__PropertiesClaim: tokens.propertiesClaim
  Access__Tokens__PropertyPrefix: tokens.propertyPrefix
}

@export()
@description('Settings of the Functions host, of the runtime (which puts compiling off where there is one processor), and of the libraries that find identity and telemetry by them.')
func hostSettings(stateAccount string, clientId string, connectionString string) object => {
  AZURE_CLIENT_ID: clientId
  DOTNET_TC_DelaySingleProcMultiplier: '1'
  APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
  AzureFunctionsJobHost__functionTimeout: '02:00:00'
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: stateAccount
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
}

@export()
@description('Settings that stay with a slot when packages are swapped: under which names it keeps its state, how telemetry tells it apart, and when its timers run.')
func slotSettings(slot string, app string, slotSchedules object) object =>
  union(slotSchedules, {
    AzureFunctionsJobHost__extensions__durableTask__hubName: 'HotelCancellation${toUpper(take(slot, 1))}${skip(slot, 1)}'
    AzureFunctionsWebHost__hostid: slot == 'production' ? app : 's-${app}'
    OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=${slot}'
  })
