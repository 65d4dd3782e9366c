// The CRD server: Kubernetes' apiextensions-apiserver as it stands alone, with the list of API groups and the description of the API.
// A kube-apiserver around it has them otherwise, and kubectl asks for both.
package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/cmd/server/options"
	definitions "k8s.io/apiextensions-apiserver/pkg/generated/openapi"
	"k8s.io/apiserver/pkg/endpoints/openapi"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/component-base/cli"
)

func main() {
	ctx := genericapiserver.SetupSignalContext()
	o := options.NewCustomResourceDefinitionsServerOptions(os.Stdout, os.Stderr)
	command := &cobra.Command{
		Use: "crd-server",
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return o.ServerRunOptions.ComponentGlobalsRegistry.Set()
		},
		RunE: func(*cobra.Command, []string) error { return run(ctx, o) },
	}
	o.AddFlags(command.Flags())
	os.Exit(cli.Run(command))
}

func run(ctx context.Context, o *options.CustomResourceDefinitionsServerOptions) error {
	if err := o.Complete(); err != nil {
		return err
	}
	if err := o.Validate(); err != nil {
		return err
	}
	config, err := o.Config()
	if err != nil {
		return err
	}
	config.GenericConfig.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(
		definitions.GetOpenAPIDefinitions, openapi.NewDefinitionNamer(apiserver.Scheme))
	extensions, err := config.Complete().New(genericapiserver.NewEmptyDelegate())
	if err != nil {
		return err
	}
	server := extensions.GenericAPIServer
	server.Handler.NonGoRestfulMux.Unregister("/apis")
	server.Handler.NonGoRestfulMux.Handle("/apis", server.AggregatedDiscoveryGroupManager)
	return server.PrepareRun().RunWithContext(ctx)
}
