import { alertSettings, objectiveSettings } from 'types.bicep'

metadata description = 'Alerts for the four key metrics, and the action group that is told of them. The app tells PagerDuty itself of what its monitoring finds, with the property and the reason; these rules also see it when the app cannot.'

@description('Beginning of the names of the rules.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the workspace that has the telemetry.')
param workspaceId string

@description('The role name that production has in telemetry.')
param roleName string

@description('What the service is held to.')
param objectives objectiveSettings

@description('Who is told.')
param alerting alertSettings

@description('Address of a PagerDuty integration for Azure alerts. It holds the key of the integration, so it is a secret. Empty for none.')
@secure()
param pagerDutyWebhookUrl string

@description('Fewer requests in a window say nothing about a share of them.')
param minimumRequests int = 200

@description('Of many requests some are kept, each with the number that it stands for.')
var requests = 'AppRequests\n| where AppRoleName == "${roleName}" and Url !has "/health/"'

@description('One entry a rule: what is asked, how often, and from which value on it is an alert.')
var rules = [
  {
    key: 'latency-p99'
    displayName: 'Predictions are slow'
    description: 'The 99th percentile of the time to answer one prediction is above ${objectives.latencyMilliseconds} ms.'
    severity: 2
    query: '${requests}\n| where Name startswith "POST " and Name has "api/v1/predictions" and Name !has "batch"\n| summarize p99 = percentilew(DurationMs, ItemCount, 99), total = sum(ItemCount)\n| where total >= ${minimumRequests}'
    measure: 'p99'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: objectives.latencyMilliseconds
    dimension: ''
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    key: 'error-rate'
    displayName: 'Requests fail'
    description: 'The share of requests with status 500 and above is higher than ${objectives.errorRate}.'
    severity: 1
    query: '${requests}\n| summarize failed = sumif(ItemCount, toint(ResultCode) >= 500), total = sum(ItemCount)\n| where total >= ${minimumRequests}\n| project rate = todouble(failed) / total'
    measure: 'rate'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: json(objectives.errorRate)
    dimension: ''
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    key: 'drift-psi'
    displayName: 'Bookings have changed'
    description: 'The population stability index of a column is ${objectives.psi} or more, where the app counts the change as drift: chance alone moves the index of few bookings that far.'
    severity: 3
    query: 'AppMetrics\n| where AppRoleName == "${roleName}" and Name in ("hotelcancel.monitoring.psi_max", "hotelcancel.monitoring.drift_severity")\n| extend property = tostring(Properties["property"])\n| summarize psi = maxif(Max, Name == "hotelcancel.monitoring.psi_max"), severity = maxif(Max, Name == "hotelcancel.monitoring.drift_severity") by property\n| where severity >= 1'
    measure: 'psi'
    aggregation: 'Maximum'
    operator: 'GreaterThanOrEqual'
    threshold: json(objectives.psi)
    dimension: 'property'
    every: 'PT1H'
    window: 'PT1H'
  }
  {
    key: 'f1'
    displayName: 'The model is less right'
    description: 'F1 of the newest matured arrivals of all properties together is below ${objectives.f1}.'
    severity: 3
    query: 'AppMetrics\n| where AppRoleName == "${roleName}" and Name == "hotelcancel.monitoring.f1" and tostring(Properties["property"]) == "*"\n| summarize f1 = min(Min)\n| where isnotnull(f1)'
    measure: 'f1'
    aggregation: 'Minimum'
    operator: 'LessThan'
    threshold: json(objectives.f1)
    dimension: ''
    every: 'PT1H'
    window: 'PT1H'
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-oncall'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'hotelcancel'
    emailReceivers: [
      for (email, i) in alerting.emails: {
        name: 'mail-${i}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
    webhookReceivers: empty(pagerDutyWebhookUrl)
      ? []
      : [
          {
            name: 'pagerduty'
            serviceUri: pagerDutyWebhookUrl
            useCommonAlertSchema: true
          }
        ]
  }
}

resource rule 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for each in rules: {
    name: '${name}-${each.key}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: each.displayName
      description: each.description
      enabled: true
      severity: each.severity
      scopes: [workspaceId]
      evaluationFrequency: each.every
      windowSize: each.window
      autoMitigate: true
      // The tables come with the first telemetry, which is after this.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: each.query
            metricMeasureColumn: each.measure
            timeAggregation: each.aggregation
            operator: each.operator
            threshold: each.threshold
            dimensions: empty(each.dimension)
              ? []
              : [
                  {
                    name: each.dimension
                    operator: 'Include'
                    values: ['*']
                  }
                ]
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [group.id]
      }
    }
  }
]

@description('Resource id of the action group.')
output actionGroupId string = group.id
