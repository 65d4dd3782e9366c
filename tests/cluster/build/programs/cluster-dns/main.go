// Answers for the names of Services as a cluster's DNS does, from what the API server says. CoreDNS, which does this in real
// clusters, is not in Debian. Nothing outside the cluster is known: the sandbox has no way there.
package main

import (
	"flag"
	"log"
	"net"
	"strings"

	"github.com/miekg/dns"
	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corev1 "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/clientcmd"
)

const timeToLive = 5 // seconds, as CoreDNS

type resolver struct {
	zone      string // "svc.cluster.local."
	services  corev1.ServiceLister
	endpoints corev1.EndpointsLister
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of the API server")
	listen := flag.String("listen", "10.96.0.10:53", "address to answer at, UDP and TCP")
	domain := flag.String("domain", "cluster.local", "the cluster's domain")
	flag.Parse()

	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	factory := informers.NewSharedInformerFactory(kubernetes.NewForConfigOrDie(config), 0)
	names := &resolver{
		zone:      "svc." + dns.Fqdn(*domain),
		services:  factory.Core().V1().Services().Lister(),
		endpoints: factory.Core().V1().Endpoints().Lister(),
	}
	factory.Start(nil)
	factory.WaitForCacheSync(nil)

	dns.HandleFunc(".", names.answer)
	go func() { log.Fatal(dns.ListenAndServe(*listen, "tcp", nil)) }()
	log.Fatal(dns.ListenAndServe(*listen, "udp", nil))
}

func (r *resolver) answer(w dns.ResponseWriter, request *dns.Msg) {
	reply := new(dns.Msg)
	reply.SetReply(request)
	reply.Authoritative = true
	if len(request.Question) == 1 {
		question := request.Question[0]
		addresses, known := r.lookup(strings.ToLower(question.Name))
		if !known {
			reply.Rcode = dns.RcodeNameError
		}
		// A known name without an address of the asked kind (AAAA) gets an empty answer, not "no such name".
		if question.Qtype == dns.TypeA {
			for _, address := range addresses {
				reply.Answer = append(reply.Answer, &dns.A{
					Hdr: dns.RR_Header{Name: question.Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: timeToLive},
					A:   address,
				})
			}
		}
	}
	if err := w.WriteMsg(reply); err != nil {
		log.Print(err)
	}
}

// The addresses of SERVICE.NAMESPACE.svc.cluster.local, or of POD.SERVICE.NAMESPACE.svc.cluster.local behind a headless
// Service; and whether there is such a name.
func (r *resolver) lookup(name string) ([]net.IP, bool) {
	if !strings.HasSuffix(name, "."+r.zone) {
		return nil, false
	}
	labels := strings.Split(strings.TrimSuffix(name, "."+r.zone), ".")
	switch len(labels) {
	case 2:
		return r.service(labels[1], labels[0])
	case 3:
		return r.hosts(labels[2], labels[1], labels[0])
	default:
		return nil, false
	}
}

func (r *resolver) service(namespace, name string) ([]net.IP, bool) {
	service, err := r.services.Services(namespace).Get(name)
	if err != nil {
		return nil, false
	}
	if service.Spec.ClusterIP == v1.ClusterIPNone {
		return r.hosts(namespace, name, "")
	}
	return []net.IP{net.ParseIP(service.Spec.ClusterIP)}, true
}

// The pods behind a headless Service, or the one of a name. Those that are not ready are among the endpoints' addresses
// only if the Service publishes them.
func (r *resolver) hosts(namespace, service, host string) ([]net.IP, bool) {
	endpoints, err := r.endpoints.Endpoints(namespace).Get(service)
	if err != nil {
		return nil, false
	}
	var found []net.IP
	for _, subset := range endpoints.Subsets {
		for _, address := range subset.Addresses {
			if host == "" || address.Hostname == host {
				found = append(found, net.ParseIP(address.IP))
			}
		}
	}
	return found, len(found) > 0
}
