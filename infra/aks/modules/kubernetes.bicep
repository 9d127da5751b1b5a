import { clusterSettings } from 'types.bicep'
import {
  alertSettings
  environmentKind
  networkSettings
  objectiveSettings
  principalSettings
  retentionSettings
  tokenSettings
} from '../../modules/types.bicep'
import { roles } from '../../modules/roles.bicep'
import { appSettings, roleName, tokenAppSettings } from '../../modules/settings.bicep'
import { dataContainers, dataLifecycle, dropContainer } from '../../modules/lifecycle.bicep'

metadata description = 'All that one installation on Kubernetes has, in one resource group. Storage, vault, identity, telemetry, alerts and network are the modules of the Functions app.'

@description('Beginning of all names.')
param name string

@description('Which of the installations this is.')
param environmentName environmentKind

@description('The name of the installation in its subscription, by which the scripts find its cluster.')
param installation string

@description('What sets names apart that must be unique in the world; lower-case letters and digits.')
param suffix string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('The cluster.')
param cluster clusterSettings

@description('Virtual network and private endpoints; the subnet of the app is that of the nodes.')
param network networkSettings

@description('How long things are kept.')
param retention retentionSettings

@description('What the service is held to.')
param objectives objectiveSettings

@description('Who is told of alerts.')
param alerting alertSettings

@description('Which bearer tokens are accepted.')
param tokens tokenSettings

@description('Who is given roles.')
param principals principalSettings

@description('More settings of the app, or other values of those that are here.')
param settings object

@description('Address of a PagerDuty integration for Azure alerts; a secret. Empty for none.')
@secure()
param pagerDutyWebhookUrl string

@description('Routing key of a PagerDuty integration for what the app finds; a secret. Empty leaves the vault as it is.')
@secure()
param pagerDutyRoutingKey string

var code = { dev: 'dev', staging: 'stg', prod: 'prd' }[environmentName]
var stem = '${name}-${environmentName}'
var clusterName = 'aks-${stem}'
// The Functions app of the same environment is an installation of its own, with an account and a vault of its own.
var dataAccount = '${name}kube${code}${suffix}'
var vaultName = 'kv-${name}-${take(code, 2)}k${suffix}'
var registryName = '${name}${code}${suffix}'
var networkName = 'vnet-${stem}-aks'
var appIdentityName = 'id-${stem}-aks'
var kubernetesNamespace = 'hotelcancellation'
var storageSku = environmentName == 'dev' ? 'Standard_LRS' : empty(cluster.zones) ? 'Standard_ZRS' : 'Standard_GZRS'
var access = {
  privateEndpoints: network.privateEndpoints
  subnetId: resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'endpoints')
  allowedAddresses: network.allowedAddresses
}

var clusterTags = {
  installation: installation
  registry: registryName
}

@description('What infra/scripts/k8s/connect.sh writes beside an overlay: the settings of the app in this installation.')
var kubernetesSettings = union(
  appSettings(dataAccount, stem, retention, objectives),
  empty(tokens.audiences) ? {} : tokenAppSettings(environment().authentication.loginEndpoint, tenant().tenantId, tokens),
  alerting.pagerDuty ? { Alerts__WebhookUrl: 'https://events.pagerduty.com/v2/enqueue' } : {},
  {
    // The scrape of Prometheus comes from inside; no route leads to /metrics from outside.
    Api__ProtectMetrics: 'false'
    APPLICATIONINSIGHTS_CONNECTION_STRING: observability.outputs.connectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD'
    OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=production'
  },
  settings
)

var operatorGrants = map(principals.operators, operator => {
  principalId: operator
  principalType: 'User'
})
var deployerGrants = map(principals.deployers, deployer => {
  principalId: deployer
  principalType: 'ServicePrincipal'
})

@description('What the app itself may do with its data, and the people who train and manage keys.')
var dataGrants = concat(
  [
    {
      principalId: appIdentity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.blobDataContributor
      description: 'The app reads and writes models, events, predictions and reports.'
    }
    {
      principalId: appIdentity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.tableDataContributor
      description: 'The app reads and writes bookings, features, aliases, runs and hashes of keys.'
    }
  ],
  map(
    operatorGrants,
    each =>
      union(each, {
        roleId: roles.blobDataContributor
        description: 'An operator trains and registers models.'
      })
  ),
  map(
    operatorGrants,
    each =>
      union(each, {
        roleId: roles.tableDataContributor
        description: 'An operator moves aliases and manages keys.'
      })
  )
)

var dropGrants = map(principals.senders, sender => {
  principalId: sender
  principalType: 'ServicePrincipal'
  roleId: roles.blobDataContributor
  description: 'An integration drops files of bookings and reads what became of them.'
})

var vaultGrants = concat(
  [
    {
      principalId: appIdentity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.keyVaultSecretsUser
      description: 'Secrets are mounted into the pods of the app, as its identity.'
    }
    {
      principalId: appIdentity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.keyVaultCertificateUser
      description: 'The gateway takes its certificate from the vault by the same service account.'
    }
  ],
  map(
    operatorGrants,
    each =>
      union(each, {
        roleId: roles.keyVaultSecretsOfficer
        description: 'An operator rotates secrets.'
      })
  )
)

var telemetryGrants = [
  {
    principalId: appIdentity.outputs.principalId
    principalType: 'ServicePrincipal'
    roleId: roles.monitoringMetricsPublisher
    description: 'The app sends telemetry.'
  }
]

var registryGrants = concat(
  [
    {
      principalId: kubeletIdentity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.acrPull
      description: 'Nodes pull images.'
    }
  ],
  map(
    concat(operatorGrants, deployerGrants),
    each =>
      union(each, {
        roleId: roles.acrPush
        description: 'Who deploys pushes images.'
      })
  )
)

var clusterGrants = concat(
  map(
    concat(operatorGrants, deployerGrants),
    each =>
      union(each, {
        roleId: roles.clusterUser
        description: 'Who deploys gets the address of the cluster.'
      })
  ),
  map(
    concat(operatorGrants, deployerGrants),
    each =>
      union(each, {
        roleId: roles.clusterRbacAdmin
        description: 'Who deploys applies namespaces and custom resources, which narrower roles cannot.'
      })
  )
)

var metricReaders = concat(
  [
    {
      principalId: appIdentity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.monitoringDataReader
      description: 'KEDA scales by requests, as the identity of the app.'
    }
  ],
  map(
    concat(operatorGrants, deployerGrants),
    each =>
      union(each, {
        roleId: roles.monitoringDataReader
        description: 'Who deploys reads error rate and latency while a version is let in.'
      })
  )
)

module appIdentity '../../modules/identity.bicep' = {
  params: {
    name: appIdentityName
    location: location
    tags: tags
  }
}

module clusterIdentity '../../modules/identity.bicep' = {
  params: {
    name: 'id-${stem}-cluster'
    location: location
    tags: tags
  }
}

module kubeletIdentity '../../modules/identity.bicep' = {
  params: {
    name: 'id-${stem}-nodes'
    location: location
    tags: tags
  }
}

module virtualNetwork '../../modules/network.bicep' = {
  params: {
    name: networkName
    location: location
    tags: tags
    network: network
    appSubnet: 'nodes'
    delegation: ''
    openPorts: ['80', '443']
  }
}

module clusterMayUseNetwork 'network-grant.bicep' = {
  params: {
    networkName: networkName
    grants: [
      {
        principalId: clusterIdentity.outputs.principalId
        principalType: 'ServicePrincipal'
        roleId: roles.networkContributor
        description: 'The cluster brings nodes and load balancers into the network.'
      }
    ]
  }
  dependsOn: [virtualNetwork]
}

module clusterMayUseNodes 'identity-grant.bicep' = {
  params: {
    identityName: 'id-${stem}-nodes'
    grants: [
      {
        principalId: clusterIdentity.outputs.principalId
        principalType: 'ServicePrincipal'
        roleId: roles.managedIdentityOperator
        description: 'The cluster gives its nodes their identity.'
      }
    ]
  }
  dependsOn: [kubeletIdentity]
}

module observability '../../modules/observability.bicep' = {
  params: {
    workspaceName: 'log-${stem}-aks'
    insightsName: 'appi-${stem}-aks'
    location: location
    tags: tags
    retentionDays: retention.telemetry
    grants: telemetryGrants
  }
}

module data '../../modules/storage.bicep' = {
  params: {
    name: dataAccount
    location: location
    tags: tags
    sku: storageSku
    containers: dataContainers
    lifecycleRules: dataLifecycle(retention)
    versionDays: retention.versions
    access: access
    endpointServices: ['blob', 'table']
    grants: dataGrants
    grantsContainer: dropContainer
    containerGrants: dropGrants
  }
  dependsOn: [virtualNetwork]
}

module vault '../../modules/vault.bicep' = {
  params: {
    name: vaultName
    location: location
    tags: tags
    access: access
    grants: vaultGrants
    pagerDutyRoutingKey: pagerDutyRoutingKey
  }
  dependsOn: [virtualNetwork]
}

module vaultDiagnostics 'vault-diagnostics.bicep' = {
  params: {
    vaultName: vaultName
    workspaceId: observability.outputs.workspaceId
  }
  dependsOn: [vault]
}

module registry 'registry.bicep' = {
  params: {
    name: registryName
    location: location
    tags: tags
    sku: cluster.registrySku
    grants: registryGrants
    workspaceId: observability.outputs.workspaceId
  }
}

module kubernetes 'cluster.bicep' = {
  params: {
    name: clusterName
    location: location
    tags: tags
    clusterTags: clusterTags
    cluster: cluster
    subnetId: virtualNetwork.outputs.appSubnetId
    identityId: clusterIdentity.outputs.id
    kubelet: {
      id: kubeletIdentity.outputs.id
      clientId: kubeletIdentity.outputs.clientId
      principalId: kubeletIdentity.outputs.principalId
    }
    grants: clusterGrants
    workspaceId: observability.outputs.workspaceId
  }
  dependsOn: [clusterMayUseNetwork, clusterMayUseNodes]
}

module federation 'federation.bicep' = {
  params: {
    identityName: appIdentityName
    issuer: kubernetes.outputs.issuer
    kubernetesNamespace: kubernetesNamespace
    serviceAccounts: ['hotelcancellation']
  }
}

module gatewayFederation 'federation.bicep' = {
  params: {
    identityName: appIdentityName
    issuer: kubernetes.outputs.issuer
    kubernetesNamespace: '${kubernetesNamespace}-gateway'
    serviceAccounts: ['hotelcancellation-gateway']
  }
  dependsOn: [federation]
}

module kedaFederation 'federation.bicep' = {
  params: {
    identityName: appIdentityName
    issuer: kubernetes.outputs.issuer
    kubernetesNamespace: 'kube-system'
    serviceAccounts: ['keda-operator']
  }
  dependsOn: [gatewayFederation]
}

module alerts '../../modules/alerts.bicep' = {
  params: {
    name: '${stem}-aks'
    location: location
    tags: tags
    workspaceId: observability.outputs.workspaceId
    roleName: roleName('production')
    objectives: objectives
    alerting: alerting
    pagerDutyWebhookUrl: pagerDutyWebhookUrl
  }
}

module prometheus 'prometheus.bicep' = {
  params: {
    name: '${stem}-aks'
    grafanaName: 'graf-${code}-${suffix}'
    location: location
    tags: tags
    clusterName: clusterName
    actionGroupId: alerts.outputs.actionGroupId
    readers: metricReaders
    grafanaGrants: map(
      operatorGrants,
      each =>
        union(each, {
          roleId: roles.grafanaAdmin
          description: 'An operator looks at dashboards and makes them.'
        })
    )
    zoneRedundant: !empty(cluster.zones)
  }
  dependsOn: [kubernetes]
}

@description('Name of the cluster.')
output cluster string = clusterName

@description('Host name of the registry.')
output registry string = registry.outputs.loginServer

@description('Account that holds the data.')
output dataAccount string = dataAccount

@description('Name of the key vault.')
output vault string = vaultName

@description('Client id of the identity that the pods are.')
output clientId string = appIdentity.outputs.clientId

@description('Where metrics are asked for.')
output prometheus string = prometheus.outputs.queryEndpoint

@description('Address of Grafana.')
output grafana string = prometheus.outputs.grafanaEndpoint

@description('Settings of the app, for the overlay.')
output settings object = kubernetesSettings
