metadata description = 'Lets service accounts of the cluster be an identity: who has a token of one of them is that identity to Azure, without a secret.'

@description('Name of the identity.')
param identityName string

@description('Who vouches for the service accounts.')
param issuer string

@description('Name of the namespace.')
param kubernetesNamespace string

@description('Names of the service accounts.')
param serviceAccounts string[]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

// One after the other: Azure refuses two at a time on one identity.
@batchSize(1)
resource credentials 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2024-11-30' = [
  for account in serviceAccounts: {
    name: account
    parent: identity
    properties: {
      issuer: issuer
      subject: 'system:serviceaccount:${kubernetesNamespace}:${account}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
]
