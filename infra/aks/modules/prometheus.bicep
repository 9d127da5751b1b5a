import { roleGrant } from '../../modules/types.bicep'
import { roles } from '../../modules/roles.bicep'

metadata description = 'Managed Prometheus and Grafana: a workspace for metrics, what sends those of the cluster there, the rules of infra/k8s, and dashboards.'

@description('Beginning of the names.')
param name string

@description('Name of the Grafana instance, unique in the world.')
@maxLength(23)
param grafanaName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name of the cluster.')
param clusterName string

@description('Resource id of the action group that alerts go to.')
param actionGroupId string

@description('Who may read metrics.')
param readers roleGrant[]

@description('Who may use Grafana.')
param grafanaGrants roleGrant[]

@description('Whether Grafana is spread over zones.')
param zoneRedundant bool

@description('The very rules that promtool tests.')
var rules = loadYamlContent('../../k8s/components/prometheus-operator/rules.yaml').spec

@description('Severity of an alert, as Azure counts it.')
var severities = { critical: 1, warning: 2, info: 3 }

resource cluster 'Microsoft.ContainerService/managedClusters@2026-05-01' existing = {
  name: clusterName
}

resource workspace 'Microsoft.Monitor/accounts@2025-10-03' = {
  name: 'amw-${name}'
  location: location
  tags: tags
  properties: {}
}

resource endpoint 'Microsoft.Insights/dataCollectionEndpoints@2024-03-11' = {
  name: 'dce-${name}-prometheus'
  location: location
  tags: tags
  kind: 'Linux'
  properties: {}
}

resource collection 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: 'dcr-${name}-prometheus'
  location: location
  tags: tags
  kind: 'Linux'
  properties: {
    dataCollectionEndpointId: endpoint.id
    dataSources: {
      prometheusForwarder: [
        {
          name: 'prometheus'
          streams: ['Microsoft-PrometheusMetrics']
        }
      ]
    }
    destinations: {
      monitoringAccounts: [
        {
          name: 'workspace'
          accountResourceId: workspace.id
        }
      ]
    }
    dataFlows: [
      {
        streams: ['Microsoft-PrometheusMetrics']
        destinations: ['workspace']
      }
    ]
  }
}

resource association 'Microsoft.Insights/dataCollectionRuleAssociations@2024-03-11' = {
  name: 'prometheus'
  scope: cluster
  properties: {
    description: 'Metrics of the cluster go to the workspace.'
    dataCollectionRuleId: collection.id
  }
}

resource ruleGroups 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = [
  for group in rules.groups: {
    name: '${name}-${group.name}'
    location: location
    tags: tags
    properties: {
      enabled: true
      clusterName: clusterName
      scopes: [workspace.id, cluster.id]
      interval: group.interval == '1m' ? 'PT1M' : 'PT5M'
      rules: [
        for rule in group.rules: contains(rule, 'record')
          ? {
              record: rule.record
              expression: rule.expr
              enabled: true
            }
          : {
              alert: rule.alert
              expression: rule.expr
              for: 'PT${toUpper(rule.for)}'
              severity: severities[rule.labels.severity]
              labels: rule.labels
              annotations: rule.annotations
              enabled: true
              actions: [
                {
                  actionGroupId: actionGroupId
                }
              ]
              resolveConfiguration: {
                autoResolved: true
                timeToResolve: 'PT10M'
              }
            }
      ]
    }
  }
]

resource grafana 'Microsoft.Dashboard/grafana@2025-08-01' = {
  name: grafanaName
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    apiKey: 'Disabled'
    publicNetworkAccess: 'Enabled'
    zoneRedundancy: zoneRedundant ? 'Enabled' : 'Disabled'
    grafanaIntegrations: {
      azureMonitorWorkspaceIntegrations: [
        {
          azureMonitorWorkspaceResourceId: workspace.id
        }
      ]
    }
  }
}

resource grafanaReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(workspace.id, grafana.id, roles.monitoringDataReader)
  scope: workspace
  properties: {
    description: 'Grafana shows the metrics.'
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringDataReader)
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in readers: {
    name: guid(workspace.id, grant.principalId, grant.roleId)
    scope: workspace
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

resource grafanaAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grafanaGrants: {
    name: guid(grafana.id, grant.principalId, grant.roleId)
    scope: grafana
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

@description('Where metrics are asked for.')
output queryEndpoint string = workspace.properties.metrics.prometheusQueryEndpoint

@description('Address of Grafana.')
output grafanaEndpoint string = grafana.properties.endpoint
