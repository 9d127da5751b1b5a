import { clusterSettings } from 'types.bicep'
import { roleGrant } from '../../modules/types.bicep'

metadata description = 'The cluster: Azure CNI overlay with Cilium, which enforces network policies, workload identity, three node pools that scale, secrets from the vault, Gateway API, KEDA and managed Prometheus.'

@description('Name of the cluster.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('More tags of the cluster itself, by which the scripts find it.')
param clusterTags object

@description('Versions, pools and addresses.')
param cluster clusterSettings

@description('Resource id of the subnet of the nodes.')
param subnetId string

@description('Resource id of the identity of the cluster itself.')
param identityId string

@description('The identity that nodes pull images with.')
param kubelet { id: string, clientId: string, principalId: string }

@description('Who may use the cluster, and for what.')
param grants roleGrant[]

@description('Resource id of the workspace that is told of what the control plane does.')
param workspaceId string

@description('The label and taint by which spot nodes are known; AKS gives them itself.')
var spot = 'kubernetes.azure.com/scalesetpriority'

@description('Logs of the control plane. kube-audit as a whole is many times the size of kube-audit-admin, which leaves out what only reads.')
var logs = ['cluster-autoscaler', 'guard', 'kube-apiserver', 'kube-audit-admin', 'kube-controller-manager']

resource managedCluster 'Microsoft.ContainerService/managedClusters@2026-05-01' = {
  name: name
  location: location
  tags: union(tags, clusterTags)
  sku: {
    name: 'Base'
    tier: cluster.tier
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    kubernetesVersion: cluster.kubernetesVersion
    dnsPrefix: name
    enableRBAC: true
    disableLocalAccounts: true
    aadProfile: {
      managed: true
      enableAzureRBAC: true
      tenantID: tenant().tenantId
    }
    apiServerAccessProfile: {
      authorizedIPRanges: cluster.apiServerAddresses
    }
    identityProfile: {
      kubeletidentity: {
        resourceId: kubelet.id
        clientId: kubelet.clientId
        objectId: kubelet.principalId
      }
    }
    oidcIssuerProfile: {
      enabled: true
    }
    securityProfile: {
      workloadIdentity: {
        enabled: true
      }
      imageCleaner: {
        enabled: true
        intervalHours: 168
      }
    }
    autoUpgradeProfile: {
      upgradeChannel: 'patch'
      nodeOSUpgradeChannel: 'NodeImage'
    }
    networkProfile: {
      networkPlugin: 'azure'
      networkPluginMode: 'overlay'
      networkDataplane: 'cilium'
      networkPolicy: 'cilium'
      podCidr: cluster.podPrefix
      serviceCidr: cluster.servicePrefix
      dnsServiceIP: cidrHost(cluster.servicePrefix, 9)
      loadBalancerSku: 'standard'
      outboundType: 'loadBalancer'
    }
    addonProfiles: {
      azureKeyvaultSecretsProvider: {
        enabled: true
        config: {
          enableSecretRotation: 'true'
          rotationPollInterval: '2m'
        }
      }
    }
    ingressProfile: {
      // The custom resources of the Gateway API, and the controller that the class approuting-istio stands for; no nginx.
      gatewayAPI: {
        installation: 'Standard'
      }
      webAppRouting: {
        enabled: true
        nginx: {
          defaultIngressControllerType: 'None'
        }
        gatewayAPIImplementations: {
          appRoutingIstio: {
            mode: 'Enabled'
          }
        }
      }
    }
    workloadAutoScalerProfile: {
      keda: {
        enabled: true
      }
    }
    azureMonitorProfile: {
      metrics: {
        enabled: true
        kubeStateMetrics: {}
      }
    }
    autoScalerProfile: {
      'balance-similar-node-groups': 'true'
      'scale-down-unneeded-time': '10m'
    }
    agentPoolProfiles: [
      {
        name: 'system'
        mode: 'System'
        type: 'VirtualMachineScaleSets'
        osType: 'Linux'
        osSKU: 'AzureLinux'
        vmSize: cluster.system.size
        vnetSubnetID: subnetId
        availabilityZones: cluster.zones
        enableAutoScaling: true
        count: cluster.system.minimum
        minCount: cluster.system.minimum
        maxCount: cluster.system.maximum
        nodeTaints: ['CriticalAddonsOnly=true:NoSchedule']
        securityProfile: {
          sshAccess: 'Disabled'
        }
        upgradeSettings: {
          maxSurge: '33%'
        }
      }
    ]
  }

  resource serving 'agentPools' = {
    name: 'serving'
    properties: {
      mode: 'User'
      type: 'VirtualMachineScaleSets'
      osType: 'Linux'
      osSKU: 'AzureLinux'
      vmSize: cluster.serving.size
      vnetSubnetID: subnetId
      availabilityZones: cluster.zones
      enableAutoScaling: true
      count: cluster.serving.minimum
      minCount: cluster.serving.minimum
      maxCount: cluster.serving.maximum
      nodeLabels: {
        workload: 'serving'
      }
      securityProfile: {
        sshAccess: 'Disabled'
      }
      upgradeSettings: {
        maxSurge: '33%'
        drainTimeoutInMinutes: 30
      }
    }
  }

  resource training 'agentPools' = {
    name: 'training'
    properties: {
      mode: 'User'
      type: 'VirtualMachineScaleSets'
      osType: 'Linux'
      osSKU: 'AzureLinux'
      vmSize: cluster.training.size
      vnetSubnetID: subnetId
      availabilityZones: cluster.zones
      scaleSetPriority: 'Spot'
      scaleSetEvictionPolicy: 'Delete'
      // The price of the day, at most that of a node that is not on spot.
      spotMaxPrice: -1
      enableAutoScaling: true
      count: cluster.training.minimum
      minCount: cluster.training.minimum
      maxCount: cluster.training.maximum
      nodeLabels: {
        workload: 'training'
        '${spot}': 'spot'
      }
      nodeTaints: ['${spot}=spot:NoSchedule']
      securityProfile: {
        sshAccess: 'Disabled'
      }
    }
    dependsOn: [serving]
  }

  resource upgrades 'maintenanceConfigurations' = [
    for each in ['aksManagedAutoUpgradeSchedule', 'aksManagedNodeOSUpgradeSchedule']: {
      name: each
      properties: {
        maintenanceWindow: {
          durationHours: 4
          startTime: '03:00'
          utcOffset: '+00:00'
          schedule: {
            weekly: {
              dayOfWeek: 'Tuesday'
              intervalWeeks: 1
            }
          }
        }
      }
    }
  ]
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    name: guid(managedCluster.id, grant.principalId, grant.roleId)
    scope: managedCluster
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: managedCluster
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      for log in logs: {
        category: log
        enabled: true
      }
    ]
  }
}

@description('Resource id of the cluster.')
output id string = managedCluster.id

@description('Name of the cluster.')
output name string = managedCluster.name

@description('Who vouches for service accounts.')
output issuer string = managedCluster.properties.oidcIssuerProfile.issuerURL
